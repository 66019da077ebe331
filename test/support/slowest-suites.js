const MOST_NAMED = 10;

/** A Jest reporter: ends a long run with the suites that took most of its time. */
export default class SlowestSuites {
  onRunComplete(_contexts, { testResults }) {
    if (testResults.length <= MOST_NAMED) return;
    const took = testResults
      .map(({ testFilePath, perfStats }) => ({ file: testFilePath.replace(/.*\/test\//, ""), ms: perfStats.runtime }))
      .sort((left, right) => right.ms - left.ms);
    const whole = took.reduce((sum, { ms }) => sum + ms, 0);
    const rows = took.slice(0, MOST_NAMED).map(({ file, ms }) => `${seconds(ms)}  ${file}`);
    process.stderr.write(
      `\nThe slowest of ${took.length} suites, which took ${seconds(whole).trim()} together:\n${rows.join("\n")}\n`,
    );
  }
}

function seconds(ms) {
  return `${(ms / 1000).toFixed(1)} s`.padStart(9);
}
