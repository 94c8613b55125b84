import { useTranslation } from 'react-i18next';

import { StatusBadge } from '../../shared/ui/status-badge';
import { useFormats } from '../../shared/ui/use-formats';

/** Until when a decision is due; overdue ones stand out. */
export function DueBadge({ dueAt }: { readonly dueAt: string | null }) {
  const { t } = useTranslation();
  const { relative } = useFormats();
  if (dueAt === null) return null;
  const isOverdue = isPast(dueAt);
  return (
    <StatusBadge tone={isOverdue ? 'bad' : 'waiting'}>
      {t(isOverdue ? 'reviewer.queue.overdue' : 'reviewer.queue.due', { when: relative(dueAt) })}
    </StatusBadge>
  );
}

function isPast(iso: string): boolean {
  return new Date(iso).getTime() < Date.now();
}
