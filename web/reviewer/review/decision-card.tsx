import { Alert, Button, Card, SegmentedControl, Stack, Text, Textarea, Title } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { Hand } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { isErrorCode, type ErrorCode } from '../../../domain/errors';
import { useProblemText } from '../../shared/api/use-failure-text';
import type { Review } from '../reviews';
import { Checklist } from './checklist';
import { emptyEntries, isComplete, type DecisionEntries, type Verdict } from './decision-entries';
import { DecisionDialog } from './decision-dialog';
import { ReasonFields } from './reason-fields';

const verdicts = ['approve', 'request-changes', 'reject'] as const satisfies readonly Verdict[];

/** The decision: what was looked at, what follows, and why. */
export function DecisionCard({ review }: { readonly review: Review }) {
  const { t } = useTranslation();
  const [entries, setEntries] = useState(emptyEntries);
  const [isConfirming, dialog] = useDisclosure();
  const { obstacle } = review;
  return (
    <Card withBorder padding="lg">
      <Stack>
        <Title order={2}>{t('reviewer.decision.title')}</Title>
        {obstacle !== null && isErrorCode(obstacle) && <Obstacle code={obstacle} />}
        <SegmentedControl
          fullWidth
          orientation="vertical"
          aria-label={t('reviewer.decision.title')}
          value={entries.verdict}
          data={verdicts.map((value) => ({ value, label: t(`reviewer.decision.verdicts.${value}`) }))}
          onChange={(verdict) => setEntries({ ...entries, verdict, reasonId: null, reason: '', fields: [] })}
        />
        <Text size="sm">{t(`reviewer.decision.means.${entries.verdict}`)}</Text>
        {entries.verdict === 'approve' ? (
          <Checklist review={review} entries={entries} onChange={setEntries} />
        ) : (
          <ReasonFields review={review} entries={entries} onChange={setEntries} />
        )}
        <InternalNote entries={entries} onChange={setEntries} />
        <Button
          color={entries.verdict === 'reject' ? 'red.9' : 'petrol'}
          disabled={obstacle !== null || !isComplete(entries, review)}
          onClick={dialog.open}
        >
          {t(`reviewer.decision.verdicts.${entries.verdict}`)} …
        </Button>
        {isConfirming && <DecisionDialog review={review} entries={entries} onClose={dialog.close} />}
      </Stack>
    </Card>
  );
}

/** Why this person cannot decide right now. */
function Obstacle({ code }: { readonly code: ErrorCode }) {
  const { title, advice } = useProblemText()(code);
  return (
    <Alert color="yellow" title={title} icon={<Hand aria-hidden />}>
      <Text size="sm">{advice}</Text>
    </Alert>
  );
}

interface InternalNoteProps {
  readonly entries: DecisionEntries;
  readonly onChange: (entries: DecisionEntries) => void;
}

function InternalNote({ entries, onChange }: InternalNoteProps) {
  const { t } = useTranslation();
  return (
    <Textarea
      label={t('reviewer.decision.note')}
      description={t('reviewer.decision.noteText')}
      value={entries.internalNote}
      maxLength={4000}
      autosize
      minRows={2}
      onChange={(event) => onChange({ ...entries, internalNote: event.currentTarget.value })}
    />
  );
}
