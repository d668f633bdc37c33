// Numbers as readers see them, and a cell's sum written out.
#include "term_text.h"

#include "doctest.h"
#include "session.h"
#include "support/lab.h"

namespace backflow::test {
namespace {

TEST_CASE("a cell's number has two places, fewer where it is large, more where it is small") {
  struct Case {
    double value;
    const char* text;
  };
  for (const Case& c : {Case{0, "0"},
                        Case{1, "1.00"},
                        Case{-0.5, "−0.50"},
                        Case{0.0994, "0.099"},
                        Case{0.0996, "0.10"},
                        Case{9.99, "9.99"},
                        Case{9.996, "10.0"},
                        Case{99.94, "99.9"},
                        Case{-99.96, "−100"},
                        Case{12345.6, "12346"},
                        Case{99998.4, "99998"},
                        Case{1.2e5, "1e5"},
                        Case{-3.6e38, "−4e38"},
                        Case{0.00096, "0.001"},
                        Case{0.00094, "9e−4"},
                        Case{-3.2e-5, "−3e−5"},
                        Case{1e-38, "1e−38"},
                        Case{static_cast<double>(INFINITY), "∞"},
                        Case{-static_cast<double>(INFINITY), "−∞"},
                        Case{static_cast<double>(NAN), "NaN"}}) {
    CAPTURE(c.value);
    CHECK(cell_text(c.value) == c.text);
  }
}

TEST_CASE("a number has as many digits as asked for, and a real minus") {
  CHECK(number_text(3.14159, 3) == "3.14");
  CHECK(number_text(-0.5, 3) == "−0.5");
  CHECK(number_text(1234567, 3) == "1.23e6");
  CHECK(number_text(-1.5e-7, 2) == "−1.5e−7");
  CHECK(number_text(0, 5) == "0");
  CHECK(number_text(static_cast<double>(INFINITY)) == "∞");
}

/// term_text of a cell of the session's next step.
std::string text_of(Session& session, const char* id, Index row, Index col) {
  const TraceView<float> trace = session.trace();
  return term_text(trace, find_step(trace.steps(), id), row, col);
}

/// A net of one weight a layer whose numbers a reader can follow.
Session tiny_session(Activation output, Loss loss) {
  Config config;
  config.network.sizes = {2, 2, 1};
  config.network.activations = {Activation::kLinear, output};
  config.training.objective.loss = loss;
  config.data.id = DatasetId::kCustom;
  Samples samples;
  samples.X.resize(2, 1);
  samples.X << 0.5, -2;
  samples.Y.setConstant(1, 1, 1);
  name_samples(samples);
  State state{.config = config, .samples = samples, .parameters = {}, .moments = {}};
  Matrix<float> weights_in(2, 2), biases_hidden(1, 2), weights_out(2, 1), bias_output(1, 1);
  weights_in << 1, -1, 0.25f, 0.5f;
  biases_hidden << 0.1f, 0;
  weights_out << 2, -1;
  bias_output << 0.25f;
  state.parameters = {weights_in, biases_hidden, weights_out, bias_output};
  Session session;
  REQUIRE(session.open(state).message == "");
  return session;
}

TEST_CASE("a product is written out with its numbers, negative ones in parentheses") {
  Session session = tiny_session(Activation::kLinear, Loss::kHalfSquaredError);
  // z = 0.5·1 + (−2)·0.25 + 0.1
  CHECK(text_of(session, "Z1", 0, 0) == "Z₁[1, 1] = 1·0.5 + 0.25·(−2) + 0.1 = 0.1");
  CHECK(text_of(session, "Z1", 1, 0) == "Z₁[2, 1] = (−1)·0.5 + 0.5·(−2) + 0 = −1.5");
  // O = 2·0.1 + 1.5 + 0.25 = 1.95
  CHECK(text_of(session, "E", 0, 0) == "E = ½·(1.95 − 1)² = 0.4513");
  CHECK(text_of(session, "W_ho_next", 1, 0).find("next W_ho[2, 1] = −1 − ") == 0);
}

TEST_CASE("a name in a sentence is the symbol, in plain letters") {
  Session slides;
  const auto name = [](Session& session, const char* id) {
    const TraceView<float> trace = session.trace();
    return plain_name(trace.step(find_step(trace.steps(), id)));
  };
  CHECK(name(slides, "dW_ho") == "dE/dW_ho");
  CHECK(name(slides, "dh1_dZ1") == "dh₁/dZ₁");
  CHECK(name(slides, "delta2") == "δ₂");
  CHECK(name(slides, "X") == "X");
  CHECK(name(slides, "W_ho_next") == "next W_ho");
  Config deep;
  deep.network.sizes = {4, 5, 5, 5, 5, 5, 5, 5, 5, 1};
  deep.network.activations.assign(9, Activation::kTanh);
  deep.notation.partial = true;
  Session nine;
  CHECK(nine.apply(deep).field.empty());
  CHECK(name(nine, "dW9") == "∂E/∂W₉");
  Config moving = slides.config();
  moving.training.optimizer.name = Optimizer::kMomentum;
  CHECK(slides.apply(moving).field.empty());
  CHECK(name(slides, "m_W_ho_next") == "m_W_ho_next");
}

TEST_CASE("what is given is its number") {
  Session session = tiny_session(Activation::kLinear, Loss::kHalfSquaredError);
  CHECK(text_of(session, "X", 1, 0) == "X[2, 1] = −2");
}

TEST_CASE("a function's lone argument has no second parentheses") {
  Session session = tiny_session(Activation::kSigmoid, Loss::kHalfSquaredError);
  CHECK(text_of(session, "O", 0, 0) == "O = σ(1.95) = 0.8754");
  session.set_parameter(3, 0, 0, -4);
  CHECK(text_of(session, "O", 0, 0) == "O = σ(−2.3) = 0.09112");
}

TEST_CASE("categorical cross-entropy writes out the sum of exponentials") {
  Session session = session_of(small_config(DatasetId::kIris));
  const std::string text = text_of(session, "E", 0, 0);
  CAPTURE(text);
  CHECK(text.find("Σ") == std::string::npos);
  const std::size_t from = text.find("1·(ln(exp(");
  REQUIRE(from != std::string::npos);
  CHECK(text.find(" + exp(", from) != std::string::npos);
}

TEST_CASE("a long sum is shortened in the middle, with the number of what is left out") {
  Session session = session_of(small_config(DatasetId::kMoons));
  const std::string text = text_of(session, "dW1", 0, 0);
  CAPTURE(text);
  // 30 samples: ten terms, the rest but the last, the last.
  CHECK(text.find(" + … (19 more)") != std::string::npos);
}

TEST_CASE("a long sum of long terms shows its first, its last, and how many lie between") {
  Config config = small_config(DatasetId::kIris);
  config.training.objective.reduction = Reduction::kSum;
  Session session = session_of(config);
  const std::string text = text_of(session, "E", 0, 0);
  CAPTURE(text);
  // 150 flowers, a term of six factors each: eight terms' room.
  CHECK(text.find(" + … (143 more)") != std::string::npos);
}

TEST_CASE("a mean's factor stands before the sum, a root around it") {
  Config config = small_config(DatasetId::kMoons);
  config.training.objective.reduction = Reduction::kMean;
  config.training.optimizer.clip_norm = 1;
  Session session = session_of(config);
  CHECK(text_of(session, "E", 0, 0).find("E = 0.03333·(") == 0);
  const TraceView<float> trace = session.trace();
  for (int i = 0; i < static_cast<int>(trace.steps().size()); ++i)
    if (trace.step(i).quantity == Quantity::kNorm)
      CHECK(term_text(trace, i, 0, 0).find(" = √(") != std::string::npos);
}

}  // namespace
}  // namespace backflow::test
