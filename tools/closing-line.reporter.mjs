/**
 * A Jest reporter that ends a run with one line for scripts: `N passed, N failed, N skipped`.
 *
 * A test file that could not even be loaded counts as one failure. The line is written when the process exits, for
 * Jest prints its own summary after every reporter.
 */
export default class ClosingLineReporter {
  /**
   * @param {unknown} _contexts
   * @param {Pick<import('@jest/reporters').AggregatedResult,
   *   'numPassedTests' | 'numFailedTests' | 'numPendingTests' | 'numTodoTests' | 'numRuntimeErrorTestSuites'>} results
   */
  onRunComplete(_contexts, results) {
    const failed = results.numFailedTests + results.numRuntimeErrorTestSuites
    const skipped = results.numPendingTests + results.numTodoTests
    const line = `${results.numPassedTests} passed, ${failed} failed, ${skipped} skipped\n`
    process.once('exit', () => process.stdout.write(line))
  }
}
