#include "data_source.h"

#include <utility>

#include "suggestion.h"

namespace backflow {

void DataSource::keep_own(const Session& session) {
  if (session.config().data.id == DatasetId::kCustom) own_ = session.setup().data.samples;
}

StateError DataSource::choose(Session& session, DatasetId id) {
  wish_.reset();
  problem_.clear();
  if (id == session.config().data.id) return {};
  if (id == DatasetId::kDigits) {
    wish_ = Wish{};
    return carry_out(session);
  }
  keep_own(session);
  if (id != DatasetId::kCustom) return session.apply(suggested(session.config(), id));
  if (own_) return session.apply(suggested(session.config(), *own_), *own_);
  Config config = session.config();
  config.data.id = DatasetId::kCustom;
  config.data.samples = 0;
  return session.apply(config);
}

StateError DataSource::open(Session& session, const Preset& preset, Keep keep) {
  return open(session, Bookmark{.state = {.config = preset.config}, .replay = 0, .view = {}}, keep);
}

StateError DataSource::open(Session& session, Bookmark bookmark, Keep keep) {
  wish_ = Wish{std::move(bookmark), keep};
  problem_.clear();
  return carry_out(session);
}

StateError DataSource::carry_out(Session& session) {
  const DatasetId id = wish_->bookmark ? wish_->bookmark->state.config.data.id : DatasetId::kDigits;
  if (id == DatasetId::kDigits && !session.has_digits()) {
    if (!is_loading_) retry();
    return {};
  }
  const Wish wish = *std::exchange(wish_, std::nullopt);
  keep_own(session);
  if (wish.bookmark) return open_bookmark(session, *wish.bookmark, wish.keep);
  return session.apply(suggested(session.config(), id));
}

bool DataSource::take_request() { return std::exchange(is_wanted_, false); }

void DataSource::retry() {
  is_wanted_ = is_loading_ = true;
  problem_.clear();
}

StateError DataSource::digits_arrived(Session& session, std::span<const std::uint8_t> file) {
  is_loading_ = false;
  Result<Samples> digits = parse_digits(file);
  if (!digits) {
    digits_failed(digits.error());
    return {"digits", digits.error()};
  }
  problem_.clear();
  session.provide_digits(std::move(*digits));
  return wish_ ? carry_out(session) : StateError{};
}

void DataSource::digits_failed(std::string reason) {
  is_loading_ = false;
  problem_ = std::move(reason);
}

}  // namespace backflow
