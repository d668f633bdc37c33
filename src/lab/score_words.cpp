#include "score_words.h"

#include "language.h"
#include "term_text.h"

namespace backflow {
namespace {

std::string percent(double share) { return number_text(100 * share, 3) + " %"; }

}  // namespace

std::vector<ScoreWords> score_words(const Metrics& metrics) {
  std::vector<ScoreWords> words;
  if (metrics.accuracy)
    words.push_back({key("right"), percent(*metrics.accuracy),
                     tr("Share of the training samples that the network gets right")});
  if (metrics.test_loss)
    words.push_back(
        {key("test E"), number_text(*metrics.test_loss, 3),
         tr("The loss over the test samples; where losses are summed, fewer samples give less")});
  if (metrics.test_accuracy)
    words.push_back({key("test right"), percent(*metrics.test_accuracy),
                     tr("Share of the test samples that the network gets right")});
  return words;
}

}  // namespace backflow
