// Samples a second of anything that trains, measured alike in node and in a page.

/** How often `work(count)` can be done a second: the best chunk of those that fit into `seconds`. */
export async function callsASecond(seconds, work) {
  const kChunk = 4;  // ms: long beside the clock's grain, short beside a turn of the scheduler
  let count = 1;
  let best = 0;
  const end = performance.now() + 1000 * seconds;
  do {
    const start = performance.now();
    await work(count);
    const taken = performance.now() - start;
    if (taken < kChunk) count *= 2;
    else best = Math.max(best, (1000 * count) / taken);
  } while (performance.now() < end || best === 0);
  return best;
}

/** The workload's samples as others want them: an array a sample. */
export function samplesOf({ data }) {
  const columns = (rows) => rows[0].map((_, j) => rows.map((row) => row[j]));
  return { inputs: columns(data.inputs), targets: columns(data.targets) };
}
