/** `host:port` of the Temporal server that this test run started. */
export function testTemporalAddress(): string {
  return started('TEST_TEMPORAL_ADDRESS');
}

/** The MongoDB that this test run started; use a database name of your own. */
export function testMongodbUri(): string {
  return started('TEST_MONGODB_URI');
}

/** The path of Temporal's time-skipping test server. */
export function testTimeSkippingServer(): string {
  return started('TEST_TIME_SKIPPING_SERVER');
}

/** The file with the bundled workflows, for `workflowBundle: { codePath }`. */
export function testWorkflowBundle(): string {
  return started('TEST_WORKFLOW_BUNDLE');
}

function started(name: string): string {
  const value = process.env[name];
  if (value === undefined)
    throw new Error(`${name} is not set: this test needs the servers, run it without JEST_UNIT=1.`);
  return value;
}
