import { Blockquote, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';

import { CommandDialog } from '../../shared/ui/command-dialog';
import { useDecide } from '../commands';
import { useReturnToQueue } from '../decided';
import type { Review } from '../reviews';
import { commandOf, type DecisionEntries } from './decision-entries';

interface DecisionDialogProps {
  readonly review: Review;
  readonly entries: DecisionEntries;
  readonly onClose: () => void;
}

/** Says once more what follows, and takes the decision. */
export function DecisionDialog({ review, entries, onClose }: DecisionDialogProps) {
  const { t } = useTranslation();
  const returnToQueue = useReturnToQueue();
  const { verdict, reason } = entries;
  const name = review.organizationName ?? review.organizationId;
  const isFirstOfTwo = verdict === 'approve' && review.approvals.length + 1 < review.approvalsNeeded;
  const decide = useDecide(review.organizationId, () =>
    returnToQueue({ name, outcome: isFirstOfTwo ? 'second' : verdict }),
  );
  return (
    <CommandDialog
      isOpen
      onClose={onClose}
      isDangerous={verdict === 'reject'}
      title={t(`reviewer.decision.ask.${verdict}`, { name })}
      confirm={t(`reviewer.decision.verdicts.${verdict}`)}
      progress={decide}
      onConfirm={() => decide.mutate(commandOf(entries, review))}
    >
      <Text>{t(`reviewer.decision.means.${verdict}`)}</Text>
      {reason.trim() !== '' && (
        <Blockquote p="md" cite={t('reviewer.decision.toCustomer')}>
          {reason}
        </Blockquote>
      )}
    </CommandDialog>
  );
}
