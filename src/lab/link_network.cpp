// The words of a link for the network's shape.
#include <algorithm>

#include "language.h"
#include "link_table.h"
#include "number.h"

namespace backflow {
namespace {

// --- net -----------------------------------------------------------------------------------------

std::string sizes_text(const std::vector<int>& sizes) {
  std::string text;
  for (const int size : sizes) text += (text.empty() ? "" : "-") + std::to_string(size);
  return text;
}

std::string allowed_sizes() {
  return tr("sizes such as 4-5-1: inputs, 0 to {0} hidden layers of 1 to {1} units, outputs",
            {std::to_string(SizeLimits::kHiddenLayers), std::to_string(SizeLimits::kUnits)});
}

std::optional<std::vector<int>> read_sizes(std::string_view text) {
  std::vector<int> sizes;
  while (sizes.size() <= kMostSizes) {
    const std::size_t end = text.find('-');
    const Result<double> size = parse_number(text.substr(0, end), DecimalMark::kPoint);
    if (!size || *size != static_cast<double>(static_cast<int>(std::clamp(*size, 0.0, 1e6))))
      return std::nullopt;
    sizes.push_back(static_cast<int>(*size));
    if (end == std::string_view::npos) break;
    text.remove_prefix(end + 1);
  }
  if (sizes.size() < kFewestSizes || sizes.size() > kMostSizes) return std::nullopt;
  for (std::size_t i = 0; i < sizes.size(); ++i) {
    const SizeRange range = size_range(i, sizes.size());
    if (sizes[i] < range.low || sizes[i] > range.high) return std::nullopt;
  }
  return sizes;
}

/// The activations of another number of layers: the hidden ones as the first, the output's.
std::vector<Activation> stretched(const std::vector<Activation>& activations, std::size_t layers) {
  std::vector<Activation> made(layers, activations.front());
  made.back() = activations.back();
  return made;
}

void read_net(LinkDraft& draft, const std::string& text) {
  const auto sizes = read_sizes(text);
  if (!sizes) return draft.refuse("net", quoted(text), allowed_sizes());
  NetworkSettings& network = draft.config().network;
  draft.has_net = true;
  network.sizes = *sizes;
  if (network.activations.size() + 1 != sizes->size())
    network.activations = stretched(network.activations, sizes->size() - 1);
}

std::string write_net(const Bookmark& bookmark) {
  const std::vector<int>& sizes = bookmark.state.config.network.sizes;
  return sizes == NetworkSettings{}.sizes ? "" : sizes_text(sizes);
}

// --- act -----------------------------------------------------------------------------------------

std::string allowed_activations() {
  return tr(
      "one for all layers, two for hidden and output, or one a layer, of {0}; softmax at the "
      "output only",
      {choice_names(activations())});
}

void read_activations(LinkDraft& draft, const std::string& text) {
  std::vector<Activation>& wanted = draft.config().network.activations;
  std::vector<Activation> read;
  for (const std::string& name : split_names(text)) {
    const auto found = find_choice(activations(), name);
    if (!found) return draft.refuse("act", quoted(text), allowed_activations());
    read.push_back(*found);
  }
  if (read.size() <= 2) read = stretched(read, wanted.size());
  const bool fits = read.size() == wanted.size() &&
                    std::find(read.begin(), read.end() - 1, Activation::kSoftmax) == read.end() - 1;
  if (!fits) return draft.refuse("act", quoted(text), allowed_activations());
  wanted = read;
}

std::string write_activations(const Bookmark& bookmark) {
  const std::vector<Activation>& activations = bookmark.state.config.network.activations;
  const auto is = [](Activation wanted) { return [wanted](Activation a) { return a == wanted; }; };
  if (std::all_of(activations.begin(), activations.end(), is(Activation::kSigmoid))) return "";
  if (std::all_of(activations.begin(), activations.end(), is(activations.front())))
    return info(activations.front()).name;
  std::size_t count = activations.size();
  if (std::all_of(activations.begin(), activations.end() - 1, is(activations.front()))) count = 1;
  std::string text;
  for (std::size_t l = 0; l < count; ++l)
    text += (l == 0 ? "" : ",") + std::string(info(activations[l]).name);
  if (count == 1) text += "," + std::string(info(activations.back()).name);
  return text;
}

}  // namespace

std::vector<LinkRow> network_link_rows() {
  return {{.key = "net",
           .title = "Network",
           .hint = "The sizes of its layers.",
           .allowed = allowed_sizes(),
           .phase = LinkPhase::kNetwork,
           .write = write_net,
           .read = read_net},
          {.key = "act",
           .title = "Activations",
           .hint = "Of the layers after the inputs.",
           .allowed = allowed_activations(),
           .phase = LinkPhase::kNetwork,
           .write = write_activations,
           .read = read_activations}};
}

static std::string counted(int count, const char* one, const char* more) {
  return count == 1 ? tr(one) : tr(more, {std::to_string(count)});
}

// The network's outer sizes are the data's.
void finish_network(LinkDraft& draft) {
  const State& state = draft.bookmark.state;
  const DatasetInfo& set = info(state.config.data.id);
  const int raw = state.samples ? static_cast<int>(state.samples->X.rows()) : set.inputs;
  const int inputs = raw + state.config.data.features.count();
  const int outputs = state.samples ? static_cast<int>(state.samples->Y.rows()) : set.outputs;
  std::vector<int>& sizes = draft.config().network.sizes;
  if (draft.has_net && (sizes.front() != inputs || sizes.back() != outputs))
    draft.refuse("net", quoted(sizes_text(sizes)),
                 tr("{0} first and {1} last, as the data has",
                    {counted(inputs, key("1 input"), key("{0} inputs")),
                     counted(outputs, key("1 output"), key("{0} outputs"))}));
  sizes.front() = inputs;
  sizes.back() = outputs;
}

}  // namespace backflow
