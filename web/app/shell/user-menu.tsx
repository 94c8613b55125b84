import { Avatar, Menu, Text, UnstyledButton } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { LogOut } from 'lucide-react';
import { useTranslation } from 'react-i18next';

import { bodyOf } from '../../../client';
import { api } from '../../shared/api/api';
import { useMe } from '../../shared/api/me';

export function UserMenu() {
  const { t } = useTranslation();
  const { name, email, subject, roles } = useMe();
  const shown = name ?? email ?? subject;
  const logOut = useMutation({
    mutationFn: async () => bodyOf(api.POST('/auth/logout')),
    onSuccess: ({ logoutUrl }) => window.location.assign(logoutUrl ?? '/'),
  });
  return (
    <Menu position="bottom-end" width={260}>
      <Menu.Target>
        <UnstyledButton aria-label={t('app.account', { name: shown })}>
          <Avatar color="petrol" radius="xl" size={36} aria-hidden />
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>
          <Text fw={600} c="var(--mantine-color-text)">
            {shown}
          </Text>
          {roles.map((role) => t(`app.roles.${role}`)).join(', ')}
        </Menu.Label>
        <Menu.Item leftSection={<LogOut size={16} aria-hidden />} onClick={() => logOut.mutate()}>
          {t('app.logOut')}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
