import { Checkbox, Group, NativeSelect, Stack, Textarea } from '@mantine/core';
import { useTranslation } from 'react-i18next';

import { settingsFields } from '../../../domain/mail-server-settings';
import type { Review } from '../reviews';
import { withReadyReason, type DecisionEntries } from './decision-entries';

interface ReasonFieldsProps {
  readonly review: Review;
  readonly entries: DecisionEntries;
  readonly onChange: (entries: DecisionEntries) => void;
}

/** Why not, in the customer's language; and, for changes, which fields it is about. */
export function ReasonFields({ review, entries, onChange }: ReasonFieldsProps) {
  const { t } = useTranslation();
  const ready = review.readyReasons.filter(({ verdict }) => verdict === entries.verdict);
  return (
    <Stack>
      <NativeSelect
        label={t('reviewer.decision.ready')}
        value={entries.reasonId ?? ''}
        data={[
          { value: '', label: t('reviewer.decision.own') },
          ...ready.map(({ id, text }) => ({ value: id, label: shortened(text) })),
        ]}
        onChange={({ currentTarget: { value } }) =>
          onChange(
            withReadyReason(
              entries,
              ready.find(({ id }) => id === value),
            ),
          )
        }
      />
      <Textarea
        label={t('reviewer.decision.reason')}
        description={t(`reviewer.decision.reasonLanguage.${review.customerLocale}`)}
        value={entries.reason}
        maxLength={4000}
        autosize
        minRows={3}
        required
        onChange={(event) => onChange({ ...entries, reason: event.currentTarget.value })}
      />
      {entries.verdict === 'request-changes' && (
        <Checkbox.Group
          label={t('reviewer.decision.fields')}
          value={[...entries.fields]}
          onChange={(fields) => onChange({ ...entries, fields })}
        >
          <Group gap="sm" mt="xs">
            {settingsFields.map((field) => (
              <Checkbox key={field} value={field} label={t(`lifecycle.field.${field}`)} />
            ))}
          </Group>
        </Checkbox.Group>
      )}
    </Stack>
  );
}

function shortened(text: string): string {
  return text.length <= 80 ? text : `${text.slice(0, 79)}…`;
}
