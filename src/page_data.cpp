// The API's methods for data: presets, sets, tables of the reader's own, the digits' file.
#include <nlohmann/json.hpp>
#include <numeric>

#include "api_json.h"
#include "csv.h"
#include "page.h"
#include "suggestion.h"

namespace backflow {
namespace {

using Json = nlohmann::json;

constexpr int kPreviewRows = 8;
constexpr std::size_t kPreviewClasses = 20;

ApiReply reply_to(const StateError& error) {
  if (error.field.empty()) return {};
  return ApiReply::fail("bad_state", error.field, error.message);
}

// --- Tables --------------------------------------------------------------------------------------

/// What a table is to be read as: the text, how it is written, what its columns are for.
struct CsvRequest {
  std::string text;
  CsvOptions options;
  std::optional<ColumnRoles> roles;  // none: the table's own defaults
};

/// One of a family's names, where it is said. What is wrong, or an empty code.
template <class Id>
ApiReply read_choice(const Json& json, const char* name, std::span<const CsvChoice<Id>> choices,
                     Id& out) {
  if (!json.contains(name)) return {};
  const Json& value = json[name];
  const auto found = find_choice(choices, value.is_string() ? value.get<std::string>() : "");
  if (!found) return bad_argument(name, value, "one of " + choice_names(choices));
  out = *found;
  return {};
}

ApiReply read_columns(const Json& json, const char* name, std::vector<int>& out) {
  if (!json.contains(name)) return {};
  const std::string allowed = "a list of column numbers from 0";
  if (!json[name].is_array()) return bad_argument(name, json[name], allowed);
  for (const Json& column : json[name]) {
    if (!column.is_number_integer() || column < 0 || column >= CsvLimits::kColumns)
      return bad_argument(name, column, allowed);
    out.push_back(column.get<int>());
  }
  return {};
}

ApiReply read_request(const Json& json, CsvRequest& out) {
  if (!json.is_object() || !json.contains("text") || !json["text"].is_string())
    return bad_argument("text", json, "an object with the table's text");
  out.text = json["text"].get<std::string>();
  ApiReply error = read_choice(json, "header", csv_headers(), out.options.header);
  if (error.error.code.empty())
    error = read_choice(json, "separator", csv_separators(), out.options.separator);
  if (error.error.code.empty())
    error = read_choice(json, "decimal", csv_decimals(), out.options.decimal);
  if (!error.error.code.empty() || !json.contains("targets")) return error;
  ColumnRoles roles;
  error = read_columns(json, "targets", roles.targets);
  if (error.error.code.empty()) error = read_columns(json, "ignored", roles.ignored);
  roles.numbers_are_classes =
      json.contains("numbersAreClasses") && json["numbersAreClasses"] == true;
  out.roles = std::move(roles);
  return error;
}

template <class Id>
std::string name_of(std::span<const CsvChoice<Id>> choices, Id id) {
  return choices[static_cast<std::size_t>(id)].name;
}

template <class Id>
Json choices_json(std::span<const CsvChoice<Id>> choices) {
  Json list = Json::array();
  for (const CsvChoice<Id>& choice : choices)
    list.push_back({{"name", choice.name}, {"title", tr(choice.title)}});
  return list;
}

Json column_json(const CsvColumn& column) {
  Json classes = Json::array();
  for (std::size_t i = 0; i < std::min(kPreviewClasses, column.classes.size()); ++i)
    classes.push_back(column.classes[i]);
  return {{"name", column.name},
          {"numeric", column.is_numeric},
          {"classes", std::move(classes)},
          {"classCount", column.classes.size()}};
}

Json first_rows(const CsvTable& table) {
  Json rows = Json::array();
  for (int row = 0; row < std::min(kPreviewRows, table.rows()); ++row) {
    Json cells = Json::array();
    for (const CsvColumn& column : table.columns) {
      const double value = column.values[static_cast<std::size_t>(row)];
      cells.push_back(column.is_numeric ? format_float(value)
                                        : column.classes[static_cast<std::size_t>(value)]);
    }
    rows.push_back(std::move(cells));
  }
  return rows;
}

Json samples_json(const Samples& samples) {
  constexpr const char* kTasks[] = {"regression", "binary", "classes"};
  return {{"count", samples.X.cols()},
          {"inputs", samples.X.rows()},
          {"outputs", samples.Y.rows()},
          {"task", kTasks[static_cast<std::size_t>(samples.task)]},
          {"classNames", samples.class_names}};
}

Json preview(const CsvRequest& request) {
  const Result<CsvTable, CsvError> table = parse_csv(request.text, request.options);
  if (!table)
    return {{"error",
             {{"line", table.error().line},
              {"column", table.error().column},
              {"message", table.error().message},
              {"text", table.error().text()}}}};
  const ColumnRoles roles = request.roles ? *request.roles : default_roles(*table);
  Json columns = Json::array();
  for (const CsvColumn& column : table->columns) columns.push_back(column_json(column));
  Json json{{"detected",
             {{"header", name_of(csv_headers(), table->detected.header)},
              {"separator", name_of(csv_separators(), table->detected.separator)},
              {"decimal", name_of(csv_decimals(), table->detected.decimal)}}},
            {"columns", std::move(columns)},
            {"rows", table->rows()},
            {"first", first_rows(*table)},
            {"targets", roles.targets},
            {"ignored", roles.ignored}};
  const Result<Samples> samples = make_custom(*table, roles);
  if (samples)
    json["samples"] = samples_json(*samples);
  else
    json["problem"] = samples.error();
  return json;
}

ApiReply use_csv(Session& session, const CsvRequest& request) {
  const Result<CsvTable, CsvError> table = parse_csv(request.text, request.options);
  if (!table) return ApiReply::fail("bad_csv", "text", table.error().text());
  const Result<Samples> samples =
      make_custom(*table, request.roles ? *request.roles : default_roles(*table));
  if (!samples) return ApiReply::fail("bad_csv", "targets", samples.error());
  const StateError error = session.apply(suggested(session.config(), *samples), *samples);
  if (!error.field.empty()) return reply_to(error);
  return reply(samples_json(*samples));
}

// --- The digits' file ----------------------------------------------------------------------------

/// The bytes, or nothing where the text is no base64 (RFC 4648, with its padding).
std::optional<std::vector<std::uint8_t>> read_base64(const std::string& text) {
  constexpr std::string_view kDigits =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  if (text.size() % 4 != 0) return std::nullopt;
  const std::size_t end = text.find('=');
  const std::size_t count = end == std::string::npos ? text.size() : end;
  if (text.size() - count > 2 || text.find_first_not_of('=', count) != std::string::npos)
    return std::nullopt;
  std::vector<std::uint8_t> bytes;
  std::uint32_t bits = 0;
  for (std::size_t i = 0; i < count; ++i) {
    const std::size_t digit = kDigits.find(text[i]);
    if (digit == std::string_view::npos) return std::nullopt;
    bits = bits << 6 | static_cast<std::uint32_t>(digit);
    // Each digit after the first of four completes a byte.
    if (i % 4 != 0) bytes.push_back(static_cast<std::uint8_t>(bits >> (6 - 2 * (i % 4))));
  }
  return bytes;
}

Json rect_json(const Rect& rect, double scale) {
  const auto css = [&](float value) { return static_cast<double>(value) / scale; };
  return {{"x", css(rect.x0)},
          {"y", css(rect.y0)},
          {"w", css(rect.width())},
          {"h", css(rect.height())}};
}

/// What is drawn on the pad, and what the network says to it; null where it is empty or for no
/// digits.
Json drawn_json(const Session& session, const DigitPad& pad) {
  if (pad.is_empty() || session.setup().data.samples.X.rows() != DigitPad::kPixels) return nullptr;
  const Matrix<float> O = outputs_of(session, pad.pixels());
  Index answer = 0;
  O.col(0).maxCoeff(&answer);
  Json outputs = Json::array(), pixels = Json::array();
  for (const float value : O.col(0)) outputs.push_back(static_cast<double>(value));
  for (const double value : pad.pixels().col(0)) pixels.push_back(value);
  return {{"answer", answer}, {"outputs", std::move(outputs)}, {"pixels", std::move(pixels)}};
}

Json plot_json(const PointPlot& plot, double scale) {
  Json points = Json::array();
  for (const ImVec2 place : plot.places)
    points.push_back({static_cast<double>(place.x) / scale, static_cast<double>(place.y) / scale});
  return {{"area", rect_json(plot.area, scale)},
          {"across", {plot.across.low, plot.across.high}},
          {"up", {plot.up.low, plot.up.high}},
          {"points", std::move(points)}};
}

}  // namespace

void Page::add_set_methods() {
  api_.add("presets", [](const Json&) {
    Json list = Json::array();
    for (const Preset& preset : presets())
      list.push_back(
          {{"name", preset.name}, {"title", tr(preset.title)}, {"hint", tr(preset.hint)}});
    return reply(list);
  });
  api_.add("openPreset", [this](const Json& name) {
    const Preset* preset = find_preset(name.is_string() ? name.get<std::string>() : "");
    if (!preset) return bad_argument("name", name, "one of " + preset_names());
    ui_.view().leave_network();
    return reply_to(ui_.data_view().source.open(session_, *preset));
  });
  api_.add("chooseData", [this](const Json& name) {
    const auto id = find_choice(datasets(), name.is_string() ? name.get<std::string>() : "");
    if (!id) return bad_argument("name", name, "one of " + choice_names(datasets()));
    return reply_to(ui_.data_view().source.choose(session_, *id));
  });
  api_.add("loadDigits", [this](const Json& base64) {
    const auto file = read_base64(base64.is_string() ? base64.get<std::string>() : "");
    if (!file) return bad_argument("file", base64, "the digits' file in base64");
    const StateError error = ui_.data_view().source.digits_arrived(session_, *file);
    std::vector<StateError> notices;
    take_waiting_place(notices);
    return reply_to(error.field.empty() && !notices.empty() ? notices.front() : error);
  });
  api_.add("digitsFailed", [this](const Json& reason) {
    ui_.data_view().source.digits_failed(reason.is_string() ? reason.get<std::string>()
                                                            : "the file did not come");
    return ApiReply{};
  });
}

void Page::add_data_methods() {
  add_set_methods();
  api_.add("csvChoices", [](const Json&) {
    return reply({{"header", choices_json(csv_headers())},
                  {"separator", choices_json(csv_separators())},
                  {"decimal", choices_json(csv_decimals())}});
  });
  api_.add("previewCsv", [](const Json& json) {
    CsvRequest request;
    ApiReply error = read_request(json, request);
    return error.error.code.empty() ? reply(preview(request)) : error;
  });
  api_.add("useCsv", [this](const Json& json) {
    CsvRequest request;
    ApiReply error = read_request(json, request);
    return error.error.code.empty() ? use_csv(session_, request) : error;
  });
  api_.add("sampleCsv", [this](const Json&) {
    const Samples& samples = session_.setup().data.samples;
    std::vector<int> targets(static_cast<std::size_t>(csv_target_columns(samples)));
    std::iota(targets.begin(), targets.end(), static_cast<int>(samples.X.rows()));
    return reply({{"text", to_csv(samples)}, {"targets", targets}});
  });
  api_.add("pointPlot",
           [this](const Json&) { return reply(plot_json(ui_.data_view().plot, scale_)); });
  api_.add("drawnDigit",
           [this](const Json&) { return reply(drawn_json(session_, ui_.data_view().pad)); });
}

}  // namespace backflow
