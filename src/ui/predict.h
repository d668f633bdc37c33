// Predict, then reveal: the result of a step is covered until the reader has guessed its shape and
// as many of its numbers as they like.
#pragma once

#include "ui_context.h"

namespace backflow {

/// Asks anew where the walk is at another step, or the numbers are others; −1: nothing is asked.
void follow_prediction(const UiContext& ui, int step);
/// True while the numbers of that step are a question.
bool is_asked(const UiContext& ui, int step);

/// True for a cell of it that has its answer.
bool is_guessed(const UiContext& ui, const CellRef& cell);

/// The question for the step that the walk is at, and what came of the guesses. Returns the height.
float predict_card(const UiContext& ui, ImVec2 at, float width);

/// Lets the reader type a guess of that cell.
void request_guess(const UiContext& ui, const CellRef& cell, const Rect& rect);

}  // namespace backflow
