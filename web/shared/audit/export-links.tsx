import { Anchor, Group } from '@mantine/core';
import { Download } from 'lucide-react';
import { useTranslation } from 'react-i18next';

interface ExportLinksProps {
  readonly address: string;
  /** What the file is narrowed to, as the API is asked. */
  readonly query?: object;
}

/** Entries as a file. */
export function ExportLinks({ address, query = {} }: ExportLinksProps) {
  const { t } = useTranslation();
  return (
    <Group>
      {(['csv', 'jsonl'] as const).map((format) => (
        <Anchor key={format} href={`${address}?${new URLSearchParams({ ...query, format }).toString()}`} download>
          <Group gap={4}>
            <Download size={16} aria-hidden />
            {t(`audit.export.${format}`)}
          </Group>
        </Anchor>
      ))}
    </Group>
  );
}
