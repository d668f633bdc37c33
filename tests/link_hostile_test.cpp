// Links that nobody should make, and links that somebody made long ago.
#include <doctest/doctest.h>

#include <chrono>

#include "link.h"
#include "link_table.h"
#include "session.h"
#include "state_json.h"
#include "support/states.h"

using namespace backflow;

namespace {

struct Hostile {
  const char* link;
  const char* field;  // that the one notice names
};

// clang-format off
const Hostile kHostile[] = {
    {"lr=abc", "lr"}, {"lr=", "lr"}, {"lr", "lr"}, {"lr=-1", "lr"}, {"lr=1001", "lr"},
    {"lr=NaN", "lr"}, {"lr=Infinity", "lr"}, {"lr=1e999", "lr"}, {"lr=0x10", "lr"}, {"lr=1/0", "lr"},
    {"lr=%30%2e%zz", "lr"}, {"lr=%FF", "lr"}, {"lr=%", "lr"}, {"lr=0.5%00", "lr"},
    {"lr=0.1&lr=0.2", "lr"},
    {"seed=-1", "seed"}, {"seed=1.5", "seed"}, {"seed=9007199254740993", "seed"}, {"seed=1e300", "seed"},
    {"opt=lion", "opt"}, {"opt=Adam", "opt"}, {"loss=hinge", "loss"}, {"reduce=max", "reduce"},
    {"loss=categorical_cross_entropy", "loss"}, {"loss=binary_cross_entropy&act=tanh", "loss"},
    {"net=1000000000-5-1", "net"}, {"net=4-1000000000-1", "net"}, {"net=4-0-1", "net"}, {"net=4-5", "net"},
    {"net=4", "net"}, {"net=", "net"}, {"net=4--5-1", "net"}, {"net=4-5-1-", "net"}, {"net=4-5.5-1", "net"},
    {"net=4-1-1-1-1-1-1-1-1-1-1-1-1", "net"}, {"net=4-nan-1", "net"}, {"net=3-5-1", "net"},
    {"net=4-5-2", "net"}, {"net=4-5-1&data=iris", "net"},
    {"act=", "act"}, {"act=tanhh", "act"}, {"act=tanh,tanh,tanh", "act"}, {"act=softmax,sigmoid", "act"},
    {"act=softmax", "act"}, {"act=,", "act"},
    {"data=mnist", "data"}, {"data=custom", "data"}, {"data=custom&x=1x1:AAAAAA", "data"},
    {"data=custom&x=2x1:AAAAAA&y=1x1:AAAAAA", "x"}, {"x=1x1:AAAAAA", "x"},
    {"data=custom&x=1x1:AADAfw&y=1x1:AAAAAA", "data.inputs"},
    {"data=custom&x=1x2:AAAAAAAAAAA&y=1x1:AAAAAA", "data.targets"},
    {"data=custom&x=1x1:AAAAAA&y=1x1:AAAAAA&classes=a,b,c", "data.class_names"},
    {"data=custom&x=1x1:AAAAAA&y=1x1:AAAAAA&task=classes", "data.task"},
    {"task=clusters", "task"}, {"inputs=,", "inputs"},
    {"samples=1", "samples"}, {"samples=1000000000", "samples"}, {"noise=0.6", "noise"}, {"train=0", "train"},
    {"features=cube", "features"}, {"data=sine&features=x1x2", "features"}, {"standardize=maybe", "standardize"},
    {"batch=-6", "batch"}, {"batch=1000000000", "batch"}, {"dropout=1", "dropout"}, {"period=0", "period"},
    {"step=-1", "step"}, {"step=1.5", "step"}, {"step=1000000000", "step"}, {"step=1e300", "step"},
    {"step=nan", "step"},
    {"w=", "w"}, {"w=AAAA", "w"}, {"w=!!!!", "w"}, {"m1=AAAA", "m1"}, {"mstart=-5", "mstart"},
    {"estart=-5", "estart"}, {"estart=1.5", "estart"}, {"epochs=many", "epochs"}, {"epochs=1e300", "epochs"},
    {"view=nowhere", "view"}, {"at=<script>", "at"}, {"sample=0", "sample"}, {"sample=1e9", "sample"},
    {"speed=-1", "speed"}, {"lens=fisheye", "lens"}, {"theme=pink", "theme"}, {"hide=everything", "hide"},
    {"lock=undo", "lock"}, {"nudge=abc", "nudge"}, {"nudge=1e31", "nudge"}, {"entry=3", "entry"}, {"entry=-1.2", "entry"}, {"stoploss=nan", "stoploss"}, {"stopepoch=1.5", "stopepoch"}, {"stopepoch=-1", "stopepoch"},
    {"preset=mnist", "preset"}, {"v=0", "v"}, {"v=x", "v"}, {"v=2", "v"}, {"v=1e300", "v"},
    {"momentun=0.5", "momentun"}, {"=5", "link"}, {"%=5", "link"}, {"%FF=5", "link"}, {"foo", "foo"},
};
// clang-format on

std::string repeated(const std::string& text, std::size_t count) {
  std::string all;
  for (std::size_t i = 0; i < count; ++i) all += text;
  return all;
}

bool is_wellformed(const StateError& notice) {
  const std::size_t found = notice.message.find(": found "),
                    allowed = notice.message.find("; allowed: ");
  return notice.message.starts_with(notice.field) && found != std::string::npos &&
         allowed != std::string::npos && found < allowed && notice.message.size() < 600;
}

}  // namespace

TEST_CASE(
    "a bad field keeps its default, and one notice names it, what was found, what is allowed") {
  for (const Hostile& hostile : kHostile) {
    CAPTURE(std::string(hostile.link));
    const ReadLink read = read_link(hostile.link);
    CHECK(read.notices.size() == 1);
    if (read.notices.empty()) continue;
    CHECK(read.notices[0].field == hostile.field);
    CAPTURE(read.notices[0].message);
    CHECK(is_wellformed(read.notices[0]));
    CHECK(check_state(read.bookmark.state).message == "");
    Session session;
    CHECK(open_bookmark(session, read.bookmark).message == "");
  }
}

TEST_CASE("a bad field does not spoil the good ones") {
  const ReadLink read = read_link("lr=0.25&opt=lion&act=tanh&seed=x&lens=shapes&foo=bar");
  CHECK(read.notices.size() == 3);
  const Config& config = read.bookmark.state.config;
  CHECK(config.training.optimizer.learning_rate == 0.25);
  CHECK(config.training.optimizer.name == Optimizer::kSgd);
  CHECK(config.network.activations[0] == Activation::kTanh);
  CHECK(config.training.seed == 7);
  CHECK(read.bookmark.view.get("lens") == "shapes");
}

TEST_CASE("a word of another spelling is told which one is near") {
  CHECK(read_link("momentun=0.5").notices[0].message.find("momentum") != std::string::npos);
  CHECK(read_link("smaple=3").notices[0].message.find("sample") != std::string::npos);
  CHECK(read_link("NET=2-3-1").notices[0].message.find("“net”") != std::string::npos);
}

TEST_CASE("a word that is like none gets no suggestion, and one that is no text says so") {
  for (const char* word : {"foo", "pts", "t", "q", "abcdefg"}) {
    CAPTURE(word);
    const std::vector<StateError> notices = read_link(std::string(word) + "=1").notices;
    REQUIRE(notices.size() == 1);
    CHECK(notices[0].field == word);
    CHECK(notices[0].message.find("perhaps") == std::string::npos);
  }
  const std::vector<StateError> notices = read_link("%00%FF=1").notices;
  REQUIRE(notices.size() == 1);
  CHECK(notices[0].field == "link");
  CHECK(notices[0].message.find("not UTF-8") != std::string::npos);
}

TEST_CASE("a newer version's link opens as far as it is understood") {
  const ReadLink read = read_link("v=2&lr=0.25&warmup=5&opt=lion");
  REQUIRE(read.notices.size() == 3);
  CHECK(read.notices[0].message.find("newer") != std::string::npos);
  CHECK(read.bookmark.state.config.training.optimizer.learning_rate == 0.25);
}

TEST_CASE("numbers of another network, or none, leave the seed's") {
  const std::string w = repeated("AACAPw", 1);
  const ReadLink read = read_link("w=" + w + "&step=3");
  CHECK(read.notices.size() == 1);
  CHECK(read.bookmark.state.parameters.empty());
  CHECK(read.bookmark.replay == 3);
}

TEST_CASE("a link beyond the limit is refused whole, at once") {
  const ReadLink read = read_link("lr=0.25&w=" + repeated("A", LinkLimits::kBytes));
  REQUIRE(read.notices.size() == 1);
  CHECK(read.notices[0].field == "link");
  CHECK(read.understood == 0);
  CHECK(read.bookmark.state.config == Config{});
}

TEST_CASE("as many mistakes as a link can hold give a handful of notices, quickly") {
  const auto start = std::chrono::steady_clock::now();
  for (const std::string piece : {"a=1&", "&", "=", "%25&", "lr=x&", "smaplesmaplesmaplesm=1&",
                                  "net=1-1-1-1-1-1-1-1-1-1&", "hide=data,data,&", "-", "%", ","}) {
    const std::size_t count = LinkLimits::kBytes / piece.size();
    CHECK(read_link(repeated(piece, count)).notices.size() <= LinkLimits::kNotices);
    CHECK(read_link("net=" + repeated("1-", 30'000)).notices.size() == 1);
    CHECK(read_link("hide=" + repeated(",", 60'000)).notices.size() <= 1);
    CHECK(read_link("inputs=" + repeated("~", 60'000)).notices.size() <= 1);
    CHECK(read_link("features=" + repeated("x1x2,", 10'000)).notices.size() <= 1);
  }
  const std::chrono::duration<double> took = std::chrono::steady_clock::now() - start;
  CHECK(took.count() < 10);  // with sanitizers, on a busy machine
}

TEST_CASE("random bytes never give an invalid state") {
  Rng rng(77);
  const std::string alphabet = "=&,-%:.0123456789abxlrnetw";
  std::string all;
  for (const LinkRow& row : link_rows()) all += row.key + "=1&";
  for (int i = 0; i < 3000; ++i) {
    std::string text = all;
    for (int edit = 0; edit < 20; ++edit)
      text[static_cast<std::size_t>(rng.below(text.size()))] =
          rng.below(4) == 0 ? static_cast<char>(rng.below(256))
                            : alphabet[static_cast<std::size_t>(rng.below(alphabet.size()))];
    const ReadLink read = read_link(text);
    CAPTURE(text);
    REQUIRE(check_state(read.bookmark.state).message == "");
    REQUIRE(read.notices.size() <= LinkLimits::kNotices);
  }
}
