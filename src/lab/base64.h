// Bytes as text that an address may hold: base64 with the alphabet for URLs, without padding (RFC
// 4648, section 5).
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace backflow {

std::string to_base64url(std::span<const std::uint8_t> bytes);

/// The bytes, or nothing where `text` is not what to_base64url writes: another character, a length
/// that no bytes have, or bits that are left over.
std::optional<std::vector<std::uint8_t>> from_base64url(std::string_view text);

}  // namespace backflow
