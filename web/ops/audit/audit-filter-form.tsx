import { Button, Group, NativeSelect, SimpleGrid, TextInput } from '@mantine/core';
import { Search } from 'lucide-react';
import { useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';

import { systemParts } from '../../../domain/actor';
import { eventText } from '../../../domain/texts/event-texts';
import { useLanguage } from '../../shared/ui/use-language';
import { eventNames, noFilter, outcomes, type AuditFilter, type FilterName } from './audit-filter';

interface AuditFilterFormProps {
  readonly filter: AuditFilter;
  readonly onChange: (filter: AuditFilter) => void;
}

/** What to look for; sent as a whole, so that nothing is searched while somebody still writes. */
export function AuditFilterForm({ filter, onChange }: AuditFilterFormProps) {
  const { t } = useTranslation();
  const [entered, setEntered] = useState(filter);
  const enter = (name: FilterName, value: string): void => setEntered({ ...entered, [name]: value });
  const search = (event: FormEvent): void => {
    event.preventDefault();
    onChange(entered);
  };
  const clear = (): void => {
    setEntered(noFilter);
    onChange(noFilter);
  };
  const field = (name: FilterName) => ({
    label: t(`ops.audit.filter.${name}`),
    value: entered[name],
    onChange: (event: { readonly currentTarget: { readonly value: string } }) => enter(name, event.currentTarget.value),
  });
  const everything = { value: '', label: t('ops.audit.everything') };
  const events = useEventChoices();
  return (
    <search>
      <form onSubmit={search}>
        <SimpleGrid cols={{ base: 1, xs: 2, md: 4 }}>
          <TextInput {...field('organizationId')} autoCapitalize="none" spellCheck={false} maxLength={64} />
          <TextInput
            {...field('actor')}
            placeholder={t('ops.audit.actorHint')}
            autoCapitalize="none"
            spellCheck={false}
            maxLength={254}
          />
          <NativeSelect
            {...field('part')}
            data={[everything, ...systemParts.map((value) => ({ value, label: t(`audit.parts.${value}`) }))]}
          />
          <TextInput {...field('requestId')} autoCapitalize="none" spellCheck={false} maxLength={128} />
          <NativeSelect {...field('event')} data={[everything, ...events]} />
          <NativeSelect
            {...field('outcome')}
            data={[everything, ...outcomes.map((value) => ({ value, label: t(`ops.audit.outcomes.${value}`) }))]}
          />
          <TextInput {...field('since')} type="datetime-local" />
          <TextInput {...field('until')} type="datetime-local" />
        </SimpleGrid>
        <Group mt="md">
          <Button type="submit" leftSection={<Search size={16} aria-hidden />}>
            {t('ops.audit.search')}
          </Button>
          <Button variant="default" onClick={clear}>
            {t('ops.audit.clear')}
          </Button>
        </Group>
      </form>
    </search>
  );
}

/** Commands and facts by what people call them, in the order of their alphabet. */
function useEventChoices(): readonly { readonly value: string; readonly label: string }[] {
  const language = useLanguage();
  return eventNames
    .map((name) => ({ value: name, label: `${eventText(language, name)} (${name})` }))
    .toSorted((one, other) => one.label.localeCompare(other.label, language));
}
