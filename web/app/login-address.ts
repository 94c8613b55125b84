/** Where a login begins that leads back to this very place. */
export function loginAddress({
  pathname,
  search,
  hash,
}: Readonly<Record<'pathname' | 'search' | 'hash', string>>): string {
  const query = new URLSearchParams(search);
  query.delete('login');
  const rest = query.size === 0 ? '' : `?${query.toString()}`;
  return `/auth/login?${new URLSearchParams({ returnTo: `${pathname}${rest}${hash}` }).toString()}`;
}
