// How sets and presets reach a session, the digits among them.
#include "data_source.h"

#include <doctest/doctest.h>

#include "points.h"

using namespace backflow;

namespace {

/// A digits' file of twenty samples, two of each.
std::vector<std::uint8_t> digits_file() {
  std::vector<std::uint8_t> file{'B', 'F', 'D', 'G', 1, 0, 20, 0};
  for (int sample = 0; sample < 20; ++sample) {
    for (int pixel = 0; pixel < 64; ++pixel)
      file.push_back(static_cast<std::uint8_t>((sample + pixel) % 17));
    file.push_back(static_cast<std::uint8_t>(sample % 10));
  }
  return file;
}

}  // namespace

TEST_CASE("every set of our own can be chosen from every other one") {
  for (const DatasetInfo& from : datasets())
    for (const DatasetInfo& to : datasets()) {
      if (from.given || to.given) continue;
      Session session;
      DataSource source;
      CHECK(source.choose(session, from.id).field.empty());
      const StateError error = source.choose(session, to.id);
      INFO(std::string(from.name) << " → " << std::string(to.name) << ": " << error.message);
      CHECK(error.field.empty());
      CHECK(session.config().data.id == to.id);
    }
}

TEST_CASE("choosing the set that is there changes nothing") {
  Session session;
  DataSource source;
  session.step(3);
  const std::uint64_t version = session.version();
  CHECK(source.choose(session, DatasetId::kSlides).field.empty());
  CHECK(session.version() == version);
}

TEST_CASE("one's own set begins as the present samples and is kept while another is shown") {
  Session session;
  DataSource source;
  source.choose(session, DatasetId::kXor);
  source.choose(session, DatasetId::kCustom);
  CHECK(session.config().data.id == DatasetId::kCustom);
  CHECK(session.setup().data.samples.X.cols() == 4);
  use_samples(session, without_point(session.setup().data.samples, 0), Gesture::kNew);
  source.choose(session, DatasetId::kIris);
  CHECK(session.setup().data.samples.X.cols() == 150);
  source.choose(session, DatasetId::kCustom);
  CHECK(session.setup().data.samples.X.cols() == 3);
  CHECK(session.config().network.sizes.front() == 2);
}

TEST_CASE("the digits are asked for once, and chosen when their file is here") {
  Session session;
  DataSource source;
  CHECK(!source.take_request());
  CHECK(source.choose(session, DatasetId::kDigits).field.empty());
  CHECK(session.config().data.id == DatasetId::kSlides);
  CHECK(source.is_loading());
  CHECK(source.take_request());
  CHECK(!source.take_request());
  source.choose(session, DatasetId::kDigits);
  CHECK(!source.take_request());
  CHECK(source.digits_arrived(session, digits_file()).field.empty());
  CHECK(!source.is_loading());
  CHECK(session.config().data.id == DatasetId::kDigits);
  CHECK(session.setup().data.samples.X.cols() == 20);
}

TEST_CASE("a preset of the digits waits for them as well") {
  Session session;
  DataSource source;
  const Preset& preset = *find_preset("digits");
  CHECK(source.open(session, preset).field.empty());
  CHECK(source.take_request());
  CHECK(source.digits_arrived(session, digits_file()).field.empty());
  CHECK(session.config() == preset.config);
}

TEST_CASE("who chooses another set in the meantime keeps that one") {
  Session session;
  DataSource source;
  source.choose(session, DatasetId::kDigits);
  CHECK(source.take_request());
  source.choose(session, DatasetId::kXor);
  source.digits_arrived(session, digits_file());
  CHECK(session.config().data.id == DatasetId::kXor);
  CHECK(source.choose(session, DatasetId::kDigits).field.empty());
  CHECK(session.config().data.id == DatasetId::kDigits);
  CHECK(!source.take_request());
}

TEST_CASE("a file that does not come, or is none, is a problem; trying again asks again") {
  Session session;
  DataSource source;
  source.choose(session, DatasetId::kDigits);
  source.take_request();
  source.digits_failed("no connection");
  CHECK(source.problem() == "no connection");
  CHECK(!source.is_loading());
  source.retry();
  CHECK(source.problem().empty());
  CHECK(source.take_request());
  source.digits_failed("no connection");
  source.choose(session, DatasetId::kXor);
  CHECK(source.problem().empty());
  source.choose(session, DatasetId::kDigits);
  CHECK(source.take_request());
  const std::vector<std::uint8_t> nonsense{'<', 'h', 't', 'm', 'l', '>', 0, 0, 0};
  CHECK(!source.digits_arrived(session, nonsense).field.empty());
  CHECK(!source.problem().empty());
  source.retry();
  CHECK(source.digits_arrived(session, digits_file()).field.empty());
  CHECK(session.config().data.id == DatasetId::kDigits);
}
