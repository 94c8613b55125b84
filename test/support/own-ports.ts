import { SHARE_VARIABLE } from '../../dev/support/ports';

// Each of jest's workers starts stacks of its own, with children that choose ports, too.
process.env[SHARE_VARIABLE] = process.env['JEST_WORKER_ID'];
