import { AppShell, Burger, Group } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useEffect, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'react-router';

import { Brand } from './brand';
import { ColorSchemeSwitch } from './color-scheme-switch';
import { ConnectionSign } from './connection-sign';
import { LanguageSwitch } from './language-switch';
import { Navigation } from './navigation';
import { useFocusRescue } from './use-focus-rescue';
import { UserMenu } from './user-menu';
import classes from './shell.module.css';

const mainId = 'main';

/** The frame around every view: where one is, where one can go, who one is. */
export function Shell({ children }: { readonly children: ReactNode }) {
  const { t } = useTranslation();
  const [isOpen, menu] = useDisclosure();
  const { pathname } = useLocation();
  const { close } = menu;
  useEffect(close, [pathname, close]);
  useFocusRescue();
  return (
    <AppShell
      header={{ height: 60 }}
      navbar={{ width: 250, breakpoint: 'sm', collapsed: { mobile: !isOpen } }}
      padding={{ base: 'sm', sm: 'lg' }}
    >
      <a className="skip-link" href={`#${mainId}`}>
        {t('app.skip')}
      </a>
      <AppShell.Header px="md">
        <Group h="100%" justify="space-between" wrap="nowrap" gap="xs">
          <Group gap="xs" wrap="nowrap">
            <Burger
              opened={isOpen}
              onClick={menu.toggle}
              hiddenFrom="sm"
              size="sm"
              aria-label={t('app.menu')}
              aria-expanded={isOpen}
            />
            <Brand />
          </Group>
          <Group gap="xs" wrap="nowrap">
            <ConnectionSign />
            <Group gap="xs" wrap="nowrap" className={classes['wide'] ?? ''}>
              <LanguageSwitch />
              <ColorSchemeSwitch />
            </Group>
            <UserMenu />
          </Group>
        </Group>
      </AppShell.Header>
      <AppShell.Navbar p="md" aria-label={t('app.menu')}>
        <Navigation />
        <Group hiddenFrom="sm" mt="auto" pt="md">
          <LanguageSwitch />
          <ColorSchemeSwitch />
        </Group>
      </AppShell.Navbar>
      <AppShell.Main id={mainId} tabIndex={-1}>
        {children}
      </AppShell.Main>
    </AppShell>
  );
}
