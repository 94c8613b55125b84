import { Group, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';

import icon from '../icon.svg';
import classes from './shell.module.css';

/** Sign and name, which lead to the start. */
export function Brand() {
  const { t } = useTranslation();
  return (
    <Link to="/" className={classes['brand']}>
      <Group gap="xs" wrap="nowrap">
        <img src={icon} alt="" width={28} height={28} />
        <Text fw={650}>{t('app.product')}</Text>
      </Group>
    </Link>
  );
}
