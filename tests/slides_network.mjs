// The slides' network written plainly in double precision: the oracle for what the module and the page show of any
// numbers, for sigmoid layers, the half squared error summed, and gradient descent. Matrices are arrays of rows.

const map = (A, f) => A.map((row, i) => row.map((value, j) => f(value, i, j)));
const transpose = (A) => A[0].map((_, j) => A.map((row) => row[j]));
const times = (A, B) => A.map((row) => B[0].map((_, j) => row.reduce((sum, a, k) => sum + a * B[k][j], 0)));
const elementwise = (A, B) => map(A, (a, i, j) => a * B[i][j]);
const sigmoid = (z) => 1 / (1 + Math.exp(-z));
const sumRows = (A) => [A.map((row) => row.reduce((sum, a) => sum + a, 0))];

function forward(W, b, h) {
  const Z = map(times(transpose(W), h), (z, i) => z + b[0][i]);
  return { Z, h: map(Z, sigmoid) };
}

/**
 * Every matrix of the next update by the trace's ids.
 * @param {Record<string, number[][]>} given X, Y, W_ih, b_ih, W_ho, b_ho; others are not read
 * @param {number} alpha the learning rate
 */
export function slidesValues({ X, Y, W_ih, b_ih, W_ho, b_ho }, alpha) {
  const { Z: Z1, h: h1 } = forward(W_ih, b_ih, X);
  const { Z: Z2, h: O } = forward(W_ho, b_ho, h1);
  const dE_dO = map(O, (o, i, j) => o - Y[i][j]);
  const E = [[dE_dO.flat().reduce((sum, error) => sum + error * error, 0) / 2]];
  const dO_dZ2 = map(O, (o) => o * (1 - o));
  const delta2 = elementwise(dE_dO, dO_dZ2);
  const dE_dh1 = times(W_ho, delta2);
  const dh1_dZ1 = map(h1, (h) => h * (1 - h));
  const delta1 = elementwise(dh1_dZ1, dE_dh1);
  const dW_ho = times(h1, transpose(delta2));
  const db_ho = sumRows(delta2);
  const dW_ih = times(X, transpose(delta1));
  const db_ih = sumRows(delta1);
  const next = (A, dA) => map(A, (value, i, j) => value - alpha * dA[i][j]);
  return {
    X, Y, W_ih, b_ih, W_ho, b_ho, Z1, h1, Z2, O, E, dE_dO, dO_dZ2, delta2, dE_dh1, dh1_dZ1, delta1,
    dW_ho, db_ho, dW_ih, db_ih,
    W_ho_next: next(W_ho, dW_ho), b_ho_next: next(b_ho, db_ho),
    W_ih_next: next(W_ih, dW_ih), b_ih_next: next(b_ih, db_ih),
  };
}

/** What a state with explicit data and parameters gives. */
export function givenOf(state) {
  const { weights: [W_ih, W_ho], biases: [b_ih, b_ho] } = state.parameters;
  return { X: state.data.inputs, Y: state.data.targets, W_ih, b_ih: [b_ih], W_ho, b_ho: [b_ho] };
}
