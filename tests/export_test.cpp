// What is exported, without running it: requests, refusals, sizes, the rounding that programs allow
// for. export.test.mjs runs the programs.
#include "export.h"

#include <doctest/doctest.h>

#include "export_rounding.h"
#include "python_words.h"
#include "support/lab.h"
#include "support/scenario.h"

namespace backflow::test {
namespace {

std::string text_of(Session& session, const ExportRequest& request) {
  const Result<Exported, StateError> made = export_session(session, request);
  REQUIRE(made);
  return made->text;
}

TEST_CASE("every row of the export tables stands at its id") {
  for (std::size_t i = 0; i < export_formats().size(); ++i)
    CHECK(static_cast<std::size_t>(export_formats()[i].id) == i);
  for (std::size_t i = 0; i < pictures().size(); ++i)
    CHECK(static_cast<std::size_t>(pictures()[i].id) == i);
  for (const ActivationInfo& row : activations()) CHECK(python_words(row.id).id == row.id);
  for (const LossInfo& row : losses()) CHECK(python_words(row.id).id == row.id);
  for (const OptimizerInfo& row : optimizers()) CHECK(python_words(row.id).id == row.id);
}

TEST_CASE("32-bit floats are within a millionth of 64-bit ones in every network of the tests") {
  for (const Scenario& scenario : various_networks()) {
    CAPTURE(scenario.name);
    Trainer<float> trainer = make_trainer<float>(scenario);
    const std::vector<TraceStep> steps = label_steps(trace_plan(trainer, Notation{}));
    const std::vector<double> errors = rounding_errors(TraceView<float>(steps, trainer));
    REQUIRE(errors.size() == steps.size());
    for (std::size_t i = 0; i < errors.size(); ++i) {
      CAPTURE(steps[i].id);
      CHECK(errors[i] < 5e-6);
    }
  }
}

TEST_CASE("rounding_errors sees a step that lost its digits") {
  Scenario scenario;  // the slides' network, far off: σ's slope is 1 − (1 − tiny)
  Trainer<float> trainer = make_trainer<float>(scenario);
  trainer.set_parameter(3, 0, 0, 14.0f);
  const std::vector<TraceStep> steps = label_steps(trace_plan(trainer, Notation{}));
  const std::vector<double> errors = rounding_errors(TraceView<float>(steps, trainer));
  CHECK(errors[static_cast<std::size_t>(find_step(steps, "dO_dZ2"))] > 1e-3);
}

TEST_CASE("a program allows more where 32-bit floats lost digits, and says so") {
  Session session;
  session.begin_edit("bias");
  session.set_parameter(3, 0, 0, 14.0f);
  const std::string text = text_of(session, {.format = ExportFormat::kNumpy});
  CHECK(text.find("tolerance=1e-5):") != std::string::npos);
  CHECK(text.find("# Here 32-bit floats lose digits:\n") != std::string::npos);
}

TEST_CASE("programs of a network with large layers stay a few times the size of its numbers") {
  Config config;
  config.network.sizes = {2, 128, 128, 1};
  config.network.activations.assign(3, Activation::kTanh);
  config.network.activations.back() = Activation::kSigmoid;
  config.data.id = DatasetId::kXorCloud;
  config.data.samples = 500;
  Session session = session_of(config);
  std::size_t numbers = 0;
  for (const Layer<float>& layer : session.trainer().network().layers)
    numbers += static_cast<std::size_t>(layer.W.size() + layer.b.size());
  for (const ExportFormat format : {ExportFormat::kNumpy, ExportFormat::kPytorch}) {
    const std::string text = text_of(session, {.format = format});
    CHECK(text.size() < 24 * numbers + 40'000);  // W, dW, W_next of 16/3 letters a number
    CHECK(text.find("unpack(128, 128, \"\"\"\n") != std::string::npos);
  }
}

TEST_CASE("numbers that are not finite make no program, and the error names the first matrix") {
  Session session;
  session.begin_edit("weight");
  session.set_parameter(0, 0, 0, 3e38f);
  session.set_parameter(0, 1, 0, 3e38f);
  Config config = session.config();
  config.network.activations.assign(2, Activation::kLinear);
  REQUIRE(session.apply(config).field.empty());
  REQUIRE(!session.trouble().empty());
  const Result<Exported, StateError> made =
      export_session(session, {.format = ExportFormat::kNumpy});
  REQUIRE(!made);
  CHECK(made.error().field == session.trouble());
  CHECK(text_of(session, {.format = ExportFormat::kLatex}).find("\\infty") != std::string::npos);
}

TEST_CASE("the loss chart of a run with one point, of zeros and of not finite losses is drawn") {
  Session session;
  const std::string text = svg_losses(session, false);
  CHECK(text.find("<circle") != std::string::npos);
  CHECK(text.find("nan") == std::string::npos);
  CHECK(text.find("inf") == std::string::npos);
}

TEST_CASE(
    "the gradients' chart of weights that are zero, and of numbers that are not finite, is drawn") {
  Session session;
  SUBCASE("zeros: no error signal reaches the first layer") {
    for (Index col = 0; col < session.trainer().network().layers[1].W.cols(); ++col)
      for (Index row = 0; row < session.trainer().network().layers[1].W.rows(); ++row)
        session.set_parameter(2, row, col, 0);
  }
  SUBCASE("overflow") {
    session.set_parameter(0, 0, 0, 3e38f);
    session.set_parameter(0, 1, 0, 3e38f);
    Config config = session.config();
    config.network.activations.assign(2, Activation::kLinear);
    REQUIRE(session.apply(config).field.empty());
  }
  const std::string text = svg_gradients(session, true);
  CHECK(text.find("layer 2") != std::string::npos);
  CHECK(text.find("nan") == std::string::npos);
  CHECK(text.find("inf") == std::string::npos);
}

}  // namespace
}  // namespace backflow::test
