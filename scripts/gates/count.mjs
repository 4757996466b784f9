/**
 * @file How many tests passed and failed, from the reports that test runners write. A test that was skipped counts
 * as neither; one that passed only on a second try counts as failed.
 */

/** Vitest, `--reporter=json`. */
export function countVitest(text) {
  const report = JSON.parse(text);
  // A file that failed to load has no tests, and would otherwise be lost.
  const broken = report.testResults.filter(
    (file) => file.status === 'failed' && file.assertionResults.every((test) => test.status !== 'failed'),
  );
  return {
    passed: report.numPassedTests,
    failed: report.numFailedTests + broken.length,
    skipped: report.numPendingTests + report.numTodoTests,
  };
}

/** Playwright, `--reporter=json`. */
export function countPlaywright(text) {
  const { stats, errors } = JSON.parse(text);
  return { passed: stats.expected, failed: stats.unexpected + stats.flaky + errors.length, skipped: stats.skipped };
}

/** pytest, `--junit-xml`. */
export function countPytest(text) {
  const of = (name) => Number(text.match(new RegExp(`<testsuite [^>]*\\b${name}="(\\d+)"`))?.[1] ?? 0);
  const failed = of('failures') + of('errors');
  return { passed: of('tests') - failed - of('skipped'), failed, skipped: of('skipped') };
}
