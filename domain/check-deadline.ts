/**
 * Milliseconds after which a check is cut off, whatever the server does meanwhile: somebody waits for it, and is told in less
 * than a minute and a half. What the test mail takes to come back is not counted; nobody but other servers can hurry it.
 */
export const checkDeadlineMs = 85_000;
