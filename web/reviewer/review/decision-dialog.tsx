import { Blockquote, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';

import { CommandDialog } from '../../shared/ui/command-dialog';
import { useDecide } from '../commands';
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
  const navigate = useNavigate();
  const decide = useDecide(review.organizationId, () => void navigate('/reviews'));
  const { verdict, reason } = entries;
  const name = review.organizationName ?? review.organizationId;
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
