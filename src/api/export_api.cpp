#include "export_api.h"

#include <nlohmann/json.hpp>

#include "api_json.h"
#include "export.h"
#include "language.h"

namespace backflow {
namespace {

using Json = nlohmann::json;

ApiReply bad(const std::string& field, const Json* found, const std::string& allowed) {
  if (found) return bad_argument(field, *found, allowed);
  return ApiReply::fail("bad_argument", field, field + ": found nothing; allowed: " + allowed);
}

/// Reads a request member by member; the first thing that is wrong is the error.
class RequestReader {
 public:
  RequestReader(Session& session, const Json& json) : session_(session), json_(json) {}

  ExportRequest read() {
    if (!json_.is_object())
      error_ = bad("request", &json_, "an object, such as {\"format\": \"numpy\"}");
    choice("format", export_formats(), request_.format, true);
    members();
    choice("picture", pictures(), request_.picture, false);
    matrix();
    document();
    digits();
    theme();
    sample();
    return request_;
  }
  const ApiReply& error() const { return error_; }

 private:
  bool failed() const { return !error_.error.code.empty(); }
  /// The member, or null: also after an error.
  const Json* member(const char* name) const {
    if (failed()) return nullptr;
    const auto found = json_.find(name);
    return found == json_.end() ? nullptr : &*found;
  }
  std::string text_of(const Json& value) const {
    return value.is_string() ? value.get<std::string>() : std::string();
  }

  template <class Row, class Id>
  void choice(const char* name, std::span<const Row> table, Id& out, bool is_required) {
    const Json* value = member(name);
    if (failed() || (!value && !is_required)) return;
    const auto found = value ? find_choice(table, text_of(*value)) : std::nullopt;
    if (found)
      out = *found;
    else
      error_ = bad(name, value, "one of " + choice_names(table));
  }

  void members();
  void matrix();
  void document();
  void digits();
  void theme();
  void sample();

  Session& session_;
  const Json& json_;
  ExportRequest request_;
  ApiReply error_;
};

void RequestReader::members() {
  if (failed()) return;
  const std::string options = info(request_.format).options;
  for (const auto& [name, value] : json_.items()) {
    const bool known =
        name == "format" || (", " + options + ",").find(", " + name + ",") != std::string::npos;
    if (known) continue;
    const Json found = name;
    error_ = bad(name.substr(0, 40), &found,
                 "for this format only format" + (options.empty() ? "" : ", " + options));
    return;
  }
}

void RequestReader::matrix() {
  const Json* value = member("matrix");
  if (!value || *value == kLossHistoryName) return;
  request_.matrix = find_step(session_.trace().steps(), text_of(*value));
  if (request_.matrix < 0)
    error_ =
        bad("matrix", value, std::string(kLossHistoryName) + ", or the id of a step of the trace");
}

void RequestReader::document() {
  const Json* value = member("document");
  if (!value) return;
  if (value->is_boolean())
    request_.document = value->get<bool>();
  else
    error_ = bad("document", value, "true or false");
}

void RequestReader::digits() {
  const Json* value = member("digits");
  if (!value) return;
  std::int64_t digits = 0;
  error_ = whole_argument(*value, "digits", 1, 9, digits);
  request_.digits = static_cast<int>(digits);
}

void RequestReader::theme() {
  const Json* value = member("theme");
  if (!value) return;
  request_.dark = *value == "dark";
  if (!request_.dark && *value != "light") error_ = bad("theme", value, "one of light, dark");
}

void RequestReader::sample() {
  const Json* value = member("sample");
  if (!value) return;
  const auto most = static_cast<double>(session_.trainer().record().pass.X.cols());
  std::int64_t sample = 1;
  error_ = whole_argument(*value, "sample", 1, most, sample);
  request_.sample = static_cast<Index>(sample - 1);
}

}  // namespace

ApiReply export_reply(Session& session, const Json& json) {
  const InEnglish english;  // programs and tables are read by machines, LaTeX by any colleague
  RequestReader reader(session, json);
  const ExportRequest request = reader.read();
  if (!reader.error().error.code.empty()) return reader.error();
  const Result<Exported, StateError> made = export_session(session, request);
  if (!made) return ApiReply::fail("not_finite", made.error().field, made.error().message);
  return reply({{"filename", made->filename}, {"mime", made->mime}, {"text", made->text}});
}

ApiReply export_choices_reply(Session& session) {
  Json formats = Json::array(), matrices = Json::array(), shown = Json::array();
  for (const ExportFormatInfo& format : export_formats())
    formats.push_back(
        {{"name", format.name}, {"title", tr(format.title)}, {"hint", tr(format.hint)}});
  const TraceView<float> view = session.trace();
  for (int i = 0; i < static_cast<int>(view.steps().size()); ++i)
    matrices.push_back({{"id", view.step(i).id}, {"rows", view.rows(i)}, {"cols", view.cols(i)}});
  for (const PictureInfo& picture : pictures())
    shown.push_back({{"name", picture.name}, {"title", tr(picture.title)}});
  return reply({{"formats", std::move(formats)},
                {"matrices", std::move(matrices)},
                {"pictures", std::move(shown)},
                {"samples", view.record().columns.size()}});
}

}  // namespace backflow
