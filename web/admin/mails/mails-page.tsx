import { Button, Group, NativeSelect, TextInput } from '@mantine/core';
import { Inbox, Search } from 'lucide-react';
import { useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { useSearchParams } from 'react-router';

import { isMailAddress } from '../../../domain/mail-server-settings';
import { EmptyState } from '../../shared/states/empty-state';
import { PagedList } from '../../shared/lists/paged-list';
import { Page } from '../../shared/ui/page';
import { useOrganizationId } from '../mail-server';
import { useOrganizationNews } from '../use-organization-news';
import { MailRow } from './mail-row';
import { searchedStates, useMails, type MailFilter } from './mail-queries';
import classes from './mails.module.css';

/** What was handed over for the organization and what became of it. The filter stands in the address. */
export function MailsPage() {
  const { t } = useTranslation();
  const organizationId = useOrganizationId();
  const [filter, setFilter] = useFilter();
  useOrganizationNews();
  const pages = useMails(organizationId, filter);
  const isFiltered = filter.recipient !== '' || filter.state !== null;
  return (
    <Page title={t('app.views.mails')} subtitle={t('mail.subtitle')}>
      <FilterForm key={filter.recipient} filter={filter} onChange={setFilter} />
      <PagedList
        pages={pages}
        heights={[4, 4, 4, 4]}
        empty={
          <EmptyState icon={Inbox} title={t(isFiltered ? 'mail.nothingFound' : 'mail.none')}>
            {t(isFiltered ? 'mail.nothingFoundText' : 'mail.noneText')}
          </EmptyState>
        }
      >
        {(mails) => (
          <ul className={classes['list']} aria-label={t('app.views.mails')}>
            {mails.map((mail) => (
              <MailRow key={mail.id} mail={mail} />
            ))}
          </ul>
        )}
      </PagedList>
    </Page>
  );
}

function useFilter(): [MailFilter, (next: MailFilter) => void] {
  const [query, setQuery] = useSearchParams();
  const state = searchedStates.find((each) => each === query.get('state')) ?? null;
  const filter = { recipient: query.get('recipient') ?? '', state };
  const change = (next: MailFilter): void => {
    const entries = Object.entries(next).flatMap(([name, value]) => (value ? [[name, String(value)]] : []));
    setQuery(new URLSearchParams(entries));
  };
  return [filter, change];
}

interface FilterFormProps {
  readonly filter: MailFilter;
  readonly onChange: (filter: MailFilter) => void;
}

function FilterForm({ filter, onChange }: FilterFormProps) {
  const { t } = useTranslation();
  const [recipient, setRecipient] = useState(filter.recipient);
  const [isWrong, setWrong] = useState(false);
  const search = (event: FormEvent): void => {
    event.preventDefault();
    const wanted = recipient.trim();
    const isUsable = wanted === '' || isMailAddress(wanted);
    setWrong(!isUsable);
    if (isUsable) onChange({ ...filter, recipient: wanted });
  };
  return (
    <search>
      <form onSubmit={search}>
        <Group align="flex-start">
          <TextInput
            label={t('mail.recipient')}
            value={recipient}
            onChange={(event) => setRecipient(event.currentTarget.value)}
            error={isWrong ? t('mail.wholeAddress') : undefined}
            inputMode="email"
            autoCapitalize="none"
            spellCheck={false}
            className={classes['search'] ?? ''}
          />
          <NativeSelect
            label={t('mail.state')}
            data={[
              { value: '', label: t('mail.allStates') },
              ...searchedStates.map((value) => ({ value, label: t(`mail.states.${value}`) })),
            ]}
            value={filter.state ?? ''}
            onChange={({ currentTarget: { value } }) =>
              onChange({ ...filter, state: searchedStates.find((state) => state === value) ?? null })
            }
          />
          <Button type="submit" mt={25} variant="default" leftSection={<Search size={16} aria-hidden />}>
            {t('mail.search')}
          </Button>
        </Group>
      </form>
    </search>
  );
}
