import { Checkbox, Stack, Textarea, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';

import type { TermsEntries } from './terms';

interface TermsFieldsProps {
  readonly entries: TermsEntries;
  readonly onChange: (entries: TermsEntries) => void;
}

/** What was agreed with the organization. */
export function TermsFields({ entries, onChange }: TermsFieldsProps) {
  const { t } = useTranslation();
  return (
    <Stack>
      <TextInput
        label={t('sales.terms.contract')}
        value={entries.contractReference}
        maxLength={200}
        onChange={(event) => onChange({ ...entries, contractReference: event.currentTarget.value })}
        data-autofocus
      />
      <TextInput
        type="date"
        label={t('sales.terms.lastDay')}
        description={t('sales.terms.lastDayText')}
        value={entries.lastDay}
        onChange={(event) => onChange({ ...entries, lastDay: event.currentTarget.value })}
      />
      <Checkbox
        label={t('sales.terms.secondApprover')}
        description={t('sales.terms.secondApproverText')}
        checked={entries.secondApprover}
        onChange={(event) => onChange({ ...entries, secondApprover: event.currentTarget.checked })}
      />
      <Textarea
        label={t('sales.terms.note')}
        description={t('sales.terms.noteText')}
        value={entries.note}
        maxLength={2000}
        autosize
        minRows={2}
        onChange={(event) => onChange({ ...entries, note: event.currentTarget.value })}
      />
    </Stack>
  );
}
