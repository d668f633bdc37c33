// Matrices as arrays of rows, compared.
import assert from 'node:assert/strict';

/**
 * Every entry within `tolerance` of the matrix's largest one: how the reference data counts errors.
 * @param {number[][]} actual
 * @param {number[][]} expected
 */
export function assertMatrix(actual, expected, tolerance, name) {
  assert.deepEqual([actual.length, actual[0].length], [expected.length, expected[0].length], `shape of ${name}`);
  const scale = Math.max(...expected.flat().map(Math.abs), Number.MIN_VALUE);
  expected.forEach((row, i) => row.forEach((value, j) => {
    const error = Math.abs(actual[i][j] - value) / scale;
    assert.ok(error <= tolerance, `${name}[${i}][${j}] is ${actual[i][j]}, expected ${value}`);
  }));
}
