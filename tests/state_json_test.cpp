#include "state_json.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <limits>
#include <string>

#include "fields.h"
#include "setup.h"
#include "support/states.h"

using namespace backflow;
using namespace backflow::test;

namespace {

/// The error of a text that must have one; an empty field if it is accepted.
StateError error_of(const std::string& text) {
  const Result<State, StateError> state = parse_state(text);
  return state ? StateError{} : state.error();
}

/// The example with one piece replaced.
StateError error_with(const std::string& from, const std::string& to) {
  return error_of(replaced(slides_json(), from, to));
}

bool is_wellformed(const StateError& error) {
  const std::size_t found = error.message.find(": found "),
                    allowed = error.message.find("; allowed: ");
  return !error.field.empty() && error.message.starts_with(error.field) &&
         found != std::string::npos && allowed != std::string::npos && found < allowed &&
         error.message.size() > allowed + 11 && error.message.size() < 1000;
}

/// A field as it stands in JSON, alone in its group.
std::string json_of(const std::string& path, const std::string& value) {
  const std::size_t dot = path.find('.');
  if (dot == std::string::npos) return "{\"" + path + "\":" + value + "}";
  return "{\"" + path.substr(0, dot) + "\":{\"" + path.substr(dot + 1) + "\":" + value + "}}";
}

std::string repeated(const std::string& text, std::size_t count) {
  std::string all;
  all.reserve(text.size() * count);
  for (std::size_t i = 0; i < count; ++i) all += text;
  return all;
}

}  // namespace

TEST_CASE("a state of the issue's form opens with its numbers") {
  const Result<State, StateError> state = parse_state(slides_json());
  REQUIRE(state);
  CHECK(state->config.network == NetworkSettings{});
  CHECK(state->config.training == TrainingSettings{});
  CHECK(state->config.data.id == DatasetId::kCustom);
  REQUIRE(state->samples);
  CHECK(state->samples->X.rows() == 4);
  CHECK(state->samples->X(3, 5) == static_cast<double>(-0.7f));
  CHECK(state->samples->Y(0, 2) == 1);
  CHECK(state->samples->task == Task::kBinary);
  REQUIRE(state->parameters.size() == 4);
  CHECK(state->parameters[0](3, 4) == -1);
  CHECK(state->parameters[3](0, 0) == -0.5f);
  CHECK(state->moments.empty());
}

TEST_CASE("an empty object is the default state") {
  const Result<State, StateError> state = parse_state("{}");
  REQUIRE(state);
  CHECK(same(*state, State{}));
}

TEST_CASE("hundreds of random states come back to the last bit") {
  Rng rng(20);
  for (int i = 0; i < 400; ++i) {
    CAPTURE(i);
    const State state = random_state(rng);
    REQUIRE(check_state(state).message == "");
    const std::string text = write_state(state);
    const Result<State, StateError> back = parse_state(text);
    if (!back) FAIL(back.error().message);
    REQUIRE(same(*back, state));
    REQUIRE(write_state(*back) == text);
  }
}

TEST_CASE("random states cover every choice") {
  Rng rng(20);
  std::vector<std::vector<int>> seen(fields().size());
  std::transform(fields().begin(), fields().end(), seen.begin(),
                 [](const Field& field) { return std::vector<int>(field.choices.size()); });
  for (int i = 0; i < 400; ++i) {
    const State state = random_state(rng);
    for (std::size_t f = 0; f < seen.size(); ++f)
      if (!seen[f].empty()) ++seen[f][static_cast<std::size_t>(fields()[f].get(state.config))];
  }
  for (const std::vector<int>& counts : seen)
    for (const int count : counts) CHECK(count > 0);
}

TEST_CASE("a network without sizes takes those of the data") {
  const Result<State, StateError> spiral =
      parse_state(R"({"data":{"name":"spiral","features":["x1x2"]}})");
  REQUIRE(spiral);
  CHECK(spiral->config.network.sizes == std::vector<int>{3, 5, 1});
  const Result<State, StateError> own =
      parse_state(R"({"data":{"inputs":[[1,2],[3,4]],"targets":[[0,1],[1,0],[0,0]]}})");
  REQUIRE(own);
  CHECK(own->config.network.sizes == std::vector<int>{2, 5, 3});
}

TEST_CASE("samples without names get some, and the task that their targets look like") {
  const auto task_of = [](const std::string& targets) {
    const Result<State, StateError> state =
        parse_state(R"({"data":{"inputs":[[1,2]],"targets":)" + targets + "}}");
    REQUIRE(state);
    CHECK(check_samples(*state->samples).message == "");
    return state->samples->task;
  };
  CHECK(task_of("[[0,1]]") == Task::kBinary);
  CHECK(task_of("[[0,2]]") == Task::kRegression);
  CHECK(task_of("[[0,1],[1,0]]") == Task::kClasses);
  CHECK(task_of("[[0,1],[1,1]]") == Task::kRegression);
}

TEST_CASE("every field refuses wrong types and names itself, what was found and what is allowed") {
  for (const Field& field : fields()) {
    CAPTURE(field.path);
    std::vector<std::string> values{"null", "[]", "{}", "\"\"", "\"nonsense\"", "[1]", "{\"a\":1}"};
    const bool is_number = field.kind == FieldKind::kReal || field.kind == FieldKind::kWhole;
    if (field.kind != FieldKind::kSwitch) values.emplace_back("true");
    if (!is_number) values.emplace_back("1");
    if (field.kind != FieldKind::kChoice) values.emplace_back("\"NaN\"");
    for (const std::string& value : values) {
      CAPTURE(value);
      const StateError error = error_of(json_of(field.path, value));
      CHECK(error.field == field.path);
      CHECK(is_wellformed(error));
    }
  }
}

TEST_CASE("every number out of its range is refused by its field") {
  for (const Field& field : fields()) {
    if (field.kind != FieldKind::kReal && field.kind != FieldKind::kWhole) continue;
    CAPTURE(field.path);
    for (const char* value : {"-1e9", "1e300", "-1e300", "99999999999999999999", "1e17"}) {
      CAPTURE(value);
      const StateError error = error_of(json_of(field.path, value));
      CHECK(error.field == field.path);
      CHECK(is_wellformed(error));
      CHECK(error.message.find(allowed_text(field)) != std::string::npos);
    }
    if (field.kind == FieldKind::kWhole)
      CHECK(error_of(json_of(field.path, "2.5")).field == field.path);
  }
}

TEST_CASE("a number beyond doubles is refused where it stands") {
  for (const char* value : {"1e999", "-1e999"}) {
    CHECK(error_of(json_of("optimizer.learning_rate", value)).field == "optimizer.learning_rate");
    const StateError error = error_with("0.8,-0.5", std::string("0.8,") + value);
    CHECK(error.field == "data.inputs[0][2]");
    CHECK(is_wellformed(error));
    CHECK(error.message.find(value) != std::string::npos);
  }
}

TEST_CASE("a data set cannot have a single sample") {
  const StateError error = error_of(R"({"data":{"name":"spiral","samples":1}})");
  CHECK(error.field == "data.samples");
  CHECK(is_wellformed(error));
}

// What is wrong with the example, and the field that the error names.
struct Hostile {
  const char *from, *to, *field;
};

TEST_CASE("what is wrong with a state is said with its place") {
  const Hostile cases[] = {
      {"\"version\": 1", "\"version\": 2", "version"},
      {"\"version\": 1", "\"version\": 0", "version"},
      {"\"version\": 1", "\"version\": [1]", "version"},
      {"\"version\": 1", "\"version\": \"1\"", "version"},
      {"[4,5,1]", "[]", "network.sizes"},
      {"[4,5,1]", "[4]", "network.sizes"},
      {"[4,5,1]", "[4,5,5,5,5,5,5,5,5,5,1]", "network.sizes"},
      {"[4,5,1]", "\"4-5-1\"", "network.sizes"},
      {"[4,5,1]", "[785,5,1]", "network.sizes[0]"},
      {"[4,5,1]", "[4,129,1]", "network.sizes[1]"},
      {"[4,5,1]", "[4,0,1]", "network.sizes[1]"},
      {"[4,5,1]", "[4,5,17]", "network.sizes[2]"},
      {"[4,5,1]", "[4,5.5,1]", "network.sizes[1]"},
      {"[4,5,1]", "[4,[5],1]", "network.sizes[1]"},
      {"[4,5,1]", "[5,5,1]", "data.inputs"},
      {"[4,5,1]", "[4,6,1]", "parameters.weights[0][0]"},
      {"[\"sigmoid\",\"sigmoid\"]", "[]", "network.activations"},
      {"[\"sigmoid\",\"sigmoid\"]", "[\"sigmoid\"]", "network.activations"},
      {"[\"sigmoid\",\"sigmoid\"]", "[\"sigmoid\",1]", "network.activations[1]"},
      {"[\"sigmoid\",\"sigmoid\"]", "[\"softmax\",\"sigmoid\"]", "network.activations[0]"},
      {"[\"sigmoid\",\"sigmoid\"]", "[\"Sigmoid\",\"sigmoid\"]", "network.activations[0]"},
      {"half_squared_error", "categorical_cross_entropy", "loss"},
      {"\"half_squared_error\"", "[\"half_squared_error\"]", "loss"},
      {"\"learning_rate\"", "\"lr\"", "optimizer.lr"},
      {"\"optimizer\"", "\"optimiser\"", "optimiser"},
      {"\"batch_size\": 0", "\"optimizer.name\": \"adam\"", "optimizer.name"},
      {"\"inputs\"", "\"input\"", "data.input"},
      {"\"targets\": [[1,0,1,1,0,0]]", "\"name\": \"custom\"", "data.targets"},
      {"\"data\": {", "\"data\": {\"name\": \"slides\", ", "data.name"},
      {"\"data\": {", "\"data\": {\"task\": \"fun\", ", "data.task"},
      {"\"data\": {", "\"data\": {\"task\": \"classes\", ", "data.task"},
      {"\"data\": {", "\"data\": {\"input_names\": [\"a\"], ", "data.input_names"},
      {"\"data\": {", "\"data\": {\"input_names\": [\"a\",\"b\",\"c\",7], ", "data.input_names[3]"},
      {"\"data\": {", "\"data\": {\"output_names\": [\"\"], ", "data.output_names[0]"},
      {"\"data\": {", "\"data\": {\"class_names\": [\"only\"], ", "data.class_names"},
      {"\"data\": {", "\"data\": {\"features\": [\"x3\"], ", "data.features[0]"},
      {"\"data\": {", "\"data\": {\"features\": [\"x1x2\",\"x1x2\"], ", "data.features[1]"},
      {"\"data\": {", "\"data\": {\"features\": [\"x1x2\"], ", "data.inputs"},
      {"[[0.2,0.8,-0.5,0.9,-0.4,0.6]", "[[]", "data.inputs[0]"},
      {"[[0.2,0.8,-0.5,0.9,-0.4,0.6]", "[7", "data.inputs[0]"},
      {"[[0.2,0.8,-0.5,0.9,-0.4,0.6]", "[[0.2]", "data.inputs[1]"},
      {"0.7,-0.9,0.3,0.5,-0.6,-0.2", "0.7,-0.9,0.3,0.5,-0.6", "data.inputs[1]"},
      {"0.7,-0.9,0.3,0.5", "0.7,-0.9,\"NaN\",0.5", "data.inputs[1][2]"},
      {"0.7,-0.9,0.3,0.5", "0.7,-0.9,null,0.5", "data.inputs[1][2]"},
      {"0.7,-0.9,0.3,0.5", "0.7,-0.9,1e39,0.5", "data.inputs[1][2]"},
      {"0.7,-0.9,0.3,0.5", "0.7,-0.9,-3.5e38,0.5", "data.inputs[1][2]"},
      {"[[1,0,1,1,0,0]]", "[[1,0,1,1,0]]", "data.targets[0]"},
      {"[[1,0,1,1,0,0]]", "[[1,0,1,1,0,0],[1,0,1,1,0,0]]", "data.targets"},
      {"[[1,0,1,1,0,0]]", "[]", "data.targets"},
      {"[[1,0,1,1,0,0]]", "{}", "data.targets"},
      {"\"weights\"", "\"weight\"", "parameters.weight"},
      {",\n                \"biases\": [[0.01,0.02,0.03,0.04,0.05],[-0.5]]", "",
       "parameters.biases"},
      {"[0.25,0,-0.25,1,-1]", "[0.25,0,-0.25,1]", "parameters.weights[0][3]"},
      {"[0.25,0,-0.25,1,-1]", "[0.25,0,-0.25,1,1e39]", "parameters.weights[0][3][4]"},
      {"[-0.5]]", "[-0.5],[1]]", "parameters.biases"},
      {"[-0.5]]", "[]]", "parameters.biases[1]"},
      {"\"batch_size\": 0", "\"training\": 7", "training"},
      {"\"batch_size\": 0", "\"training\": {\"steps\": 1}", "training.steps"},
      {"\"batch_size\": 0", "\"training\": {\"step\": -1}", "training.step"},
      {"\"batch_size\": 0", "\"training\": {\"step\": 1e12}", "training.step"},
      {"\"batch_size\": 0", "\"training\": {\"step\": 3, \"moments_start\": 4}",
       "training.moments_start"},
      {"\"batch_size\": 0", "\"training\": {\"step\": 3, \"epoch_start\": 4}",
       "training.epoch_start"},
      {"\"batch_size\": 0", "\"training\": {\"step\": 3, \"epoch_start\": 2, \"epochs\": 3}",
       "training.epochs"},
      {"\"batch_size\": 0", "\"training\": {\"moments\": []}", "training.moments"},
      {"\"batch_size\": 0", "\"training\": {\"moments\": {\"x\": 1}}", "training.moments.x"},
      {"\"batch_size\": 0", "\"training\": {\"moments\": {\"m\": {}}}", "training.moments.m"},
  };
  for (const Hostile& hostile : cases) {
    CAPTURE(hostile.to);
    const StateError error = error_with(hostile.from, hostile.to);
    CHECK(error.field == hostile.field);
    CHECK(is_wellformed(error));
  }
}

TEST_CASE("moments must be those of the optimiser, and squares cannot be negative") {
  const std::string zero = R"({"weights":[[[0,0]],[[0],[0]]],"biases":[[0,0],[0]]})";
  const std::string negative = replaced(zero, "[[0,0]]", "[[0,-1]]");
  const auto with_moments = [](const std::string& moments) {
    return error_of(R"({"network":{"sizes":[1,2,1]},"data":{"name":"sine"},
                       "optimizer":{"name":"adam"},"training":{"moments":)" +
                    moments + "}}");
  };
  CHECK(with_moments("{\"m\":" + zero + ",\"v\":" + zero + "}").message == "");
  CHECK(with_moments("{\"m\":" + zero + "}").field == "training.moments.v");
  CHECK(with_moments("{\"m\":" + zero + ",\"v\":7}").field == "training.moments.v");
  CHECK(with_moments("{\"m\":" + zero + ",\"v\":{\"weights\":[]}}").field ==
        "training.moments.v.weights");
  const StateError error = with_moments("{\"m\":" + zero + ",\"v\":" + negative + "}");
  CHECK(error.field == "training.moments.v.weights[0]");
  CHECK(is_wellformed(error));
}

TEST_CASE("a custom set needs its samples") {
  const StateError error = error_of(R"({"data":{"name":"custom"}})");
  CHECK(error.field == "data.inputs");
  CHECK(is_wellformed(error));
}

TEST_CASE("what is no JSON object is refused") {
  for (const char* text : {"", " ", "7", "null", "[]", "\"{}\"", "{", "}", "{]", "{\"version\":1",
                           "{\"version\":1}}", "{'version':1}", "{\"version\":01}", "{version:1}",
                           "{\"loss\":NaN}", "{\"loss\":Infinity}", "{\"a\":1,}", "\xff\xfe"}) {
    CAPTURE(text);
    const StateError error = error_of(text);
    CHECK(error.field == "state");
    CHECK(is_wellformed(error));
  }
}

TEST_CASE("a mistake in the JSON is said with its line and column") {
  const StateError error = error_of("{\"version\": 1,\n  \"loss\" \"huber\"}");
  CHECK(error.message.find("line 2, column 1") != std::string::npos);
}

TEST_CASE("bytes that are no UTF-8 are refused, in texts and outside") {
  for (const char* bytes : {"\xff", "\xc3", "\xed\xa0\x80", "\xf5\x80\x80\x80", "\xc0\xaf"}) {
    const StateError text = error_of(std::string("{\"loss\":\"") + bytes + "\"}");
    CHECK(text.field == "state");
    CHECK(is_wellformed(text));
    CHECK(error_of(std::string("{") + bytes + "}").field == "state");
    for (const char byte : text.message) CHECK(static_cast<unsigned char>(byte) < 0x80);
  }
}

TEST_CASE("a key that comes twice is refused, at any depth") {
  CHECK(error_with("\"version\": 1", "\"version\": 1, \"version\": 1").field == "version");
  const StateError error = error_with("\"name\": \"sgd\"", "\"name\": \"sgd\", \"name\": \"adam\"");
  CHECK(error.field == "optimizer.name");
  CHECK(is_wellformed(error));
}

TEST_CASE("a hundred thousand brackets end in an error that says so") {
  struct Brackets {
    const char *open, *close;
  };
  for (const auto& [open, close] : {Brackets{"[", "]"}, Brackets{"{\"a\":", "}"}}) {
    const std::string deep = repeated(open, 100'000);
    for (const std::string& text :
         {deep, deep + "1" + repeated(close, 100'000), "{\"data\":" + deep}) {
      const StateError error = error_of(text);
      CHECK(is_wellformed(error));
      CHECK(error.message.find("nested") != std::string::npos);
    }
  }
}

TEST_CASE("text beyond 64 MB is refused unread") {
  const StateError error = error_of(std::string(JsonLimits::kBytes + 1, ' '));
  CHECK(error.field == "state");
  CHECK(is_wellformed(error));
  CHECK(error.message.find("64 MB") != std::string::npos);
}

TEST_CASE("more values than any state has are refused before they take memory") {
  const std::string numbers = "[" + repeated("0,", JsonLimits::kValues) + "0]";
  CHECK(error_of("{\"data\":{\"inputs\":" + numbers + "}}").field.starts_with("data.inputs["));
  for (const char* heavy : {"[],", "{},", "\"\","}) {
    const std::string list = "[" + repeated(heavy, JsonLimits::kHeavyValues) + "0]";
    const StateError error = error_of("{\"data\":{\"inputs\":" + list + "}}");
    CHECK(error.field.starts_with("data.inputs["));
    CHECK(is_wellformed(error));
  }
}

TEST_CASE("long keys and texts are shortened in messages") {
  const std::string long_text(1'000'000, 'x');
  for (const std::string& text : {"{\"" + long_text + "\":1}", "{\"loss\":\"" + long_text + "\"}",
                                  "{\"loss\":{\"" + long_text + "\":1,\"" + long_text + "\":1}}"}) {
    const StateError error = error_of(text);
    CHECK(is_wellformed(error));
  }
  const StateError accents = error_of("{\"loss\":\"" + repeated("é", 1000) + "\"}");
  CHECK(accents.message.find("é…;") != std::string::npos);
}

namespace {

/// The largest network, Adam's moments, and as much data as is allowed; all numbers are `value`.
State largest_state(float value) {
  State state;
  Config& config = state.config;
  config.network.sizes = {SizeLimits::kInputs};
  for (int l = 0; l < SizeLimits::kHiddenLayers; ++l)
    config.network.sizes.push_back(SizeLimits::kUnits);
  config.network.sizes.push_back(SizeLimits::kOutputs);
  config.network.activations.assign(config.network.sizes.size() - 1, Activation::kRelu);
  config.training.optimizer.name = Optimizer::kAdam;
  config.data.id = DatasetId::kCustom;
  constexpr Index kCount = SizeLimits::kNumbers / (SizeLimits::kInputs + SizeLimits::kOutputs);
  Samples samples;
  samples.X.setConstant(SizeLimits::kInputs, kCount, static_cast<double>(value));
  samples.Y.setConstant(SizeLimits::kOutputs, kCount, static_cast<double>(value));
  samples.input_names.assign(SizeLimits::kInputs, std::string(120, 'x'));
  samples.output_names.assign(SizeLimits::kOutputs, std::string(120, 'y'));
  state.samples = samples;
  const Network<float> network = make_network<float>(config.network, 7);
  for (std::size_t i = 0; i < 2 * network.layers.size(); ++i) {
    const Matrix<float>& shape = parameter(network, i);
    const Matrix<float> all = Matrix<float>::Constant(shape.rows(), shape.cols(), value);
    state.parameters.push_back(all);
    state.moments.push_back({all, all.cwiseAbs()});
  }
  return state;
}

}  // namespace

TEST_CASE("the largest state that is allowed can be written and read, its longest numbers too") {
  // 23 characters: no float has more.
  const State state = largest_state(-std::numeric_limits<float>::min());
  const std::string text = write_state(state);
  CHECK(text.size() > 50'000'000);
  CHECK(text.size() <= JsonLimits::kBytes);
  const Result<State, StateError> back = parse_state(text);
  if (!back) FAIL(back.error().message);
  CHECK(same(*back, state));
}

TEST_CASE("a field without a name is refused, and the error has a field") {
  for (const char* text : {R"({"":7})", R"({"network":{"":7}})", R"({"data":{"":[]}})"}) {
    CAPTURE(std::string(text));
    CHECK(is_wellformed(error_of(text)));
  }
}

TEST_CASE("more data than can be written is refused, and the message says how much is allowed") {
  State state;
  state.config.network.sizes = {SizeLimits::kInputs, 2, 1};
  state.config.data.id = DatasetId::kCustom;
  Samples samples;
  samples.X.setZero(SizeLimits::kInputs, 2672);
  samples.Y.setZero(1, 2672);
  name_samples(samples);
  state.samples = samples;
  const StateError error = check_state(state);
  CHECK(error.field == "data.inputs");
  CHECK(error.message ==
        "data.inputs: found 785 × 2672 numbers with the targets; allowed: at most 2097152 numbers "
        "of inputs and targets together: fewer samples or fewer inputs");
  state.samples->X.setZero(SizeLimits::kInputs, 2671);
  state.samples->Y.setZero(1, 2671);
  CHECK(check_state(state).message == "");
}
