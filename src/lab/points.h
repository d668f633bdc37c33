// Single samples added, moved and taken away by the reader. The session takes the result as the
// reader's own set.
#pragma once

#include "session.h"

namespace backflow {

/// (outputs, 1): the targets of a class. Requires a task with classes and a class that there is.
Matrix<double> class_target(const Samples& samples, int label);
/// The class of a sample whose task has classes; of several outputs the largest.
int class_of(const Samples& samples, Index column);

/// With one more sample at the end: x (inputs, 1), y (outputs, 1), numbers that floats hold.
Samples with_point(Samples samples, const Matrix<double>& x, const Matrix<double>& y);
/// Requires columns of the samples; the last sample cannot be taken away.
Samples with_moved_point(Samples samples, Index column, const Matrix<double>& x,
                         const Matrix<double>& y);
Samples without_point(Samples samples, Index column);

/// The samples as the session's own data under its present settings.
StateError use_samples(Session& session, const Samples& samples, Gesture gesture);

}  // namespace backflow
