import { setHandler } from '@temporalio/workflow';

import { projectionDrifts } from '../../domain/reconciliation/drift';
import { repairProjectionUpdate, type ProjectionRepair } from '../contract';
import { fail } from '../failures';
import type { LifecycleBook } from './lifecycle-book';

const reconciliation = { kind: 'system', part: 'reconciliation' } as const;

/** Lets whoever compares projections with lifecycles have one written anew. */
export function registerRepairHandler(book: LifecycleBook): void {
  setHandler(repairProjectionUpdate, (repair) => repairProjection(book, repair), { validator: validate });
}

function validate({ drift }: ProjectionRepair): void {
  if (!projectionDrifts.includes(drift)) throw fail('INVALID_REQUEST');
}

async function repairProjection(book: LifecycleBook, { drift, projectedVersion }: ProjectionRepair): Promise<number> {
  const at = new Date().toISOString();
  const payload = { drift, projectedVersion };
  book.apply({ type: 'projectionRepaired', actor: reconciliation, at, payload }, 'reconciliation');
  const { version } = book.state;
  await book.saved(version);
  return version;
}
