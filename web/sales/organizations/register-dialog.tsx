import { TextInput } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';

import { isFaulty } from '../../shared/api/failure';
import { organizationQuery, type Organization } from '../../shared/organizations/organizations';
import { CommandDialog } from '../../shared/ui/command-dialog';
import { useLanguage } from '../../shared/ui/use-language';
import { useRegister } from '../commands';
import { ProfileFields, type ProfileEntries } from '../profile-fields';

interface RegisterDialogProps {
  readonly isOpen: boolean;
  readonly onClose: () => void;
}

/** Makes an organization known, if the product has not done so itself. */
export function RegisterDialog({ isOpen, onClose }: RegisterDialogProps) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const [entries, setEntries] = useState({ organizationId: '', name: '', adminAddress: '', locale: useLanguage() });
  const { organizationId, ...profile } = entries;
  const register = useRegister(organizationId);
  const { holder, look } = useHolder(organizationId);
  const show = () => void navigate(`/sales/${encodeURIComponent(organizationId)}`);
  const send = async (): Promise<void> => {
    // To register an organization again would change what is known of it.
    if (!(await look())) register.mutate(profile, { onSuccess: show });
  };
  return (
    <CommandDialog
      isOpen={isOpen}
      onClose={onClose}
      title={t('sales.register.title')}
      confirm={t('sales.register.confirm')}
      progress={register}
      onConfirm={() => void send()}
    >
      <RegisterFields
        entries={entries}
        onChange={(changes) => setEntries({ ...entries, ...changes })}
        holder={holder}
        refusal={register.error}
      />
    </CommandDialog>
  );
}

interface Entries extends ProfileEntries {
  readonly organizationId: string;
}

interface RegisterFieldsProps {
  readonly entries: Entries;
  readonly onChange: (changes: Partial<Entries>) => void;
  /** Whose identifier it is already. */
  readonly holder: string | null;
  readonly refusal: unknown;
}

function RegisterFields({ entries, onChange, holder, refusal }: RegisterFieldsProps) {
  const { t } = useTranslation();
  const idFault = isFaulty(refusal, 'organizationId') && t('sales.register.idFault');
  return (
    <>
      <TextInput
        label={t('sales.register.id')}
        description={t('sales.register.idText')}
        value={entries.organizationId}
        onChange={(event) => onChange({ organizationId: event.currentTarget.value.trim() })}
        error={holder === null ? idFault : t('sales.register.taken', { name: holder })}
        autoCapitalize="none"
        spellCheck={false}
        required
        data-autofocus
      />
      <ProfileFields entries={entries} onChange={onChange} refusal={refusal} />
    </>
  );
}

/** The name of the organization that has the identifier already, once somebody has looked; null where none has. */
function useHolder(organizationId: string) {
  const queries = useQueryClient();
  const [found, setFound] = useState<Organization | null>(null);
  const look = async (): Promise<boolean> => {
    const wanted = { ...organizationQuery(organizationId), retry: false, staleTime: 0 };
    // Whatever else is in the way, the command itself says so.
    const known = await queries.fetchQuery(wanted).catch(() => null);
    setFound(known);
    return known !== null;
  };
  const isHeld = found?.organizationId === organizationId;
  return { holder: isHeld ? (found.profile?.name ?? organizationId) : null, look };
}
