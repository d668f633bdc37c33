// Reads the digits' file, which data/make_digits.py writes and the page fetches on demand:
// "BFDG", version (2 bytes), count (2 bytes), then a sample each of 64 pixels 0…16, row by row from
// the top, and its digit 0…9. Numbers are little-endian.
#include <algorithm>
#include <array>

#include "dataset.h"

namespace backflow {
namespace {

constexpr std::array<std::uint8_t, 4> kMagic{'B', 'F', 'D', 'G'};
constexpr int kVersion = 1;
constexpr std::size_t kHeaderBytes = 8;
constexpr int kSide = 8;
constexpr int kPixels = kSide * kSide;
constexpr int kDigits = 10;
constexpr double kDarkest = 16;
constexpr std::size_t kSampleBytes = kPixels + 1;

int read_u16(std::span<const std::uint8_t> file, std::size_t at) {
  return file[at] | file[at + 1] << 8;
}

/// What is wrong with the header or the length; empty if nothing is.
std::string header_problem(std::span<const std::uint8_t> file) {
  if (file.size() < kHeaderBytes)
    return "the digits' file ends after " + std::to_string(file.size()) + " bytes";
  if (!std::equal(kMagic.begin(), kMagic.end(), file.begin()))
    return "this is not the digits' file: it does not begin with BFDG";
  if (const int version = read_u16(file, 4); version != kVersion)
    return "the digits' file has version " + std::to_string(version) + ", expected " +
           std::to_string(kVersion);
  const int count = read_u16(file, 6);
  if (count < 1 || count > SizeLimits::kSamples)
    return "the digits' file holds " + std::to_string(count) + " samples, allowed are 1 to " +
           std::to_string(SizeLimits::kSamples);
  const std::size_t expected = kHeaderBytes + static_cast<std::size_t>(count) * kSampleBytes;
  if (file.size() != expected)
    return "the digits' file has " + std::to_string(file.size()) + " bytes, its " +
           std::to_string(count) + " samples need " + std::to_string(expected);
  return {};
}

}  // namespace

Result<Samples> parse_digits(std::span<const std::uint8_t> file) {
  if (const std::string problem = header_problem(file); !problem.empty()) return problem;
  const int count = read_u16(file, 6);
  Samples samples;
  samples.task = Task::kClasses;
  samples.X.setZero(kPixels, count);
  samples.Y.setZero(kDigits, count);
  for (int column = 0; column < count; ++column) {
    const auto sample =
        file.subspan(kHeaderBytes + static_cast<std::size_t>(column) * kSampleBytes, kSampleBytes);
    for (std::size_t pixel = 0; pixel < kPixels; ++pixel) {
      if (sample[pixel] > kDarkest)
        return "digit " + std::to_string(column + 1) + " has a pixel of " +
               std::to_string(sample[pixel]) + ", at most 16 is allowed";
      samples.X(static_cast<Index>(pixel), column) = sample[pixel] / kDarkest;
    }
    if (sample.back() >= kDigits)
      return "digit " + std::to_string(column + 1) + " is labelled " +
             std::to_string(sample.back()) + ", at most 9 is allowed";
    samples.Y(sample.back(), column) = 1;
  }
  for (int pixel = 0; pixel < kPixels; ++pixel)
    samples.input_names.push_back("p" + std::to_string(pixel / kSide + 1) +
                                  std::to_string(pixel % kSide + 1));
  for (int digit = 0; digit < kDigits; ++digit)
    samples.class_names.push_back(std::to_string(digit));
  samples.output_names = samples.class_names;
  return samples;
}

}  // namespace backflow
