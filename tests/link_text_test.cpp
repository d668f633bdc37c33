#include "link_text.h"

#include <doctest/doctest.h>

#include "base64.h"
#include "rng.h"

using namespace backflow;

TEST_CASE("base64url is RFC 4648's, without padding") {
  const auto text_of = [](std::string_view bytes) {
    return to_base64url({reinterpret_cast<const std::uint8_t*>(bytes.data()), bytes.size()});
  };
  CHECK(text_of("") == "");
  CHECK(text_of("f") == "Zg");
  CHECK(text_of("fo") == "Zm8");
  CHECK(text_of("foo") == "Zm9v");
  CHECK(text_of("foobar") == "Zm9vYmFy");
  CHECK(text_of("\xFB\xFF\xFE") == "-__-");
}

TEST_CASE("base64url comes back, whatever the bytes") {
  Rng rng(3);
  for (std::size_t size = 0; size < 200; ++size) {
    std::vector<std::uint8_t> bytes(size);
    for (std::uint8_t& byte : bytes) byte = static_cast<std::uint8_t>(rng.below(256));
    const auto back = from_base64url(to_base64url(bytes));
    REQUIRE(back);
    CHECK(*back == bytes);
  }
}

TEST_CASE("base64url refuses what it does not write") {
  for (const char* text : {"Z", "Zg=", "Zg==", "Zh", "Zm9=", "Z g", "Zm+v", "Zm/v", "Zm9vY", "é"}) {
    CAPTURE(text);
    CHECK(!from_base64url(text));
  }
}

TEST_CASE("a fragment falls into its words, escapes undone") {
  const auto words = split_link("#lr=0.5&&data=my%20set&act=tanh,sigmoid&x=a=b");
  REQUIRE(words.size() == 4);
  CHECK(words[0].key == "lr");
  CHECK(words[0].value == "0.5");
  CHECK(words[1].value == "my set");
  CHECK(words[2].value == "tanh,sigmoid");
  CHECK(words[3].value == "a=b");
  for (const LinkWord& word : words) CHECK(word.problem == "");
}

TEST_CASE("a word that cannot be read says why") {
  const auto problem_of = [](std::string_view text) { return split_link(text).front().problem; };
  CHECK(problem_of("lr=%") == "a % without two hexadecimal digits");
  CHECK(problem_of("lr=%4") == "a % without two hexadecimal digits");
  CHECK(problem_of("lr=%zz") == "a % without two hexadecimal digits");
  CHECK(problem_of("lr=%ff") == "bytes that are not UTF-8");
  CHECK(problem_of("lr=\xC3") == "bytes that are not UTF-8");
  CHECK(problem_of("%=1") == "a % without two hexadecimal digits");
  CHECK(problem_of("lr") == "no “=”");
}

TEST_CASE("a fragment of ten thousand words gives the first ones") {
  std::string text;
  for (int i = 0; i < 10'000; ++i) text += "a=1&";
  CHECK(split_link(text).size() == LinkLimits::kWords);
}

TEST_CASE("UTF-8 is checked as Unicode has it") {
  for (const char* text : {"", "a", "größe", "да", "∂", "😀", "\u07FF", "\uFFFF", "\U0010FFFF"})
    CHECK(is_utf8(text));
  for (const char* text : {"\x80", "\xC0\x80", "\xC1\xBF", "\xC3", "\xE0\x80\x80", "\xE2\x82",
                           "\xED\xA0\x80", "\xF0\x80\x80\x80", "\xF4\x90\x80\x80",
                           "\xF5\x80\x80\x80", "\xFF", "a\xC3(", "\xE2\x28\xA1"}) {
    CAPTURE(text);
    CHECK(!is_utf8(text));
  }
}

TEST_CASE("escaped text survives the way through a fragment") {
  for (const std::string text :
       {"a&b=c#d%e", "größe, да", "<script>\"'", "\x01\x7F", "100 %", "+", "a~b,c"}) {
    const auto words = split_link("k=" + escaped(text));
    REQUIRE(words.size() == 1);
    CHECK(words[0].value == text);
  }
  CHECK(escaped("4-5-1,tanh:x_y.z/~") == "4-5-1,tanh:x_y.z/~");
}

TEST_CASE("names with commas and tildes come back") {
  const std::vector<std::string> names{"a,b", "~", "c~,d", "größe", "~~,,"};
  CHECK(split_names(join_names(names)) == names);
  CHECK(join_names({"sepal length", "width"}) == "sepal length,width");
  CHECK(split_names("a~") == std::vector<std::string>{"a~"});
}
