import { Checkbox, Stack } from '@mantine/core';
import { useTranslation } from 'react-i18next';

import type { Review } from '../reviews';
import type { DecisionEntries } from './decision-entries';

interface DecisionPartProps {
  readonly review: Review;
  readonly entries: DecisionEntries;
  readonly onChange: (entries: DecisionEntries) => void;
}

/** What has to be looked at before an approval; all of it. */
export function Checklist({ review: { checklist }, entries, onChange }: DecisionPartProps) {
  const { t } = useTranslation();
  return (
    <Checkbox.Group
      label={t('reviewer.decision.checklist')}
      value={[...entries.ticked]}
      onChange={(ticked) => onChange({ ...entries, ticked })}
    >
      <Stack gap="xs" mt="xs">
        {checklist.map(({ item, text }) => (
          <Checkbox key={item} value={item} label={text} />
        ))}
      </Stack>
    </Checkbox.Group>
  );
}
