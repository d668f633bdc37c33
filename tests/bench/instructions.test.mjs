// A step takes no more instructions than it did: +5 % fails. Whoever meant it runs ./backflow bench --update-counts.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { instructionsAStep, knownInstructions, kSteps } from './instructions.mjs';

const kMost = 1.05;

for (const workload of Object.keys(kSteps)) {
  test(`${workload} takes no more instructions a step than before`, async () => {
    const known = knownInstructions()[workload];
    const found = await instructionsAStep(workload);
    const change = `${((found / known - 1) * 100).toFixed(1)} %`;
    assert.ok(found <= known * kMost, `${workload}: ${found} instructions a step, ${change} more than ${known}; `
      + 'if that is meant, ./backflow bench --update-counts writes them down');
  });
}
