import { Text } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { CommandDialog } from '../../shared/ui/command-dialog';
import { useChangeTerms, useUnlock } from '../commands';
import { commandOf, entriesOf, type Terms } from './terms';
import { TermsFields } from './terms-fields';

interface TermsDialogProps {
  readonly organizationId: string;
  /** The terms that hold; null where the feature is locked and is to be unlocked. */
  readonly terms: Terms | null;
  readonly onClose: () => void;
}

/** Unlocks the feature on terms, or changes them. */
export function TermsDialog({ organizationId, terms, onClose }: TermsDialogProps) {
  const { t } = useTranslation();
  const [entries, setEntries] = useState(() => entriesOf(terms));
  const unlock = useUnlock(organizationId);
  const change = useChangeTerms(organizationId);
  const command = terms === null ? unlock : change;
  const kind = terms === null ? 'unlock' : 'changeTerms';
  return (
    <CommandDialog
      isOpen
      onClose={onClose}
      title={t(`sales.${kind}.title`)}
      confirm={t(`sales.${kind}.confirm`)}
      progress={command}
      onConfirm={() => command.mutate(commandOf(entries), { onSuccess: onClose })}
    >
      <Text>{t(`sales.${kind}.text`)}</Text>
      <TermsFields entries={entries} onChange={setEntries} />
    </CommandDialog>
  );
}
