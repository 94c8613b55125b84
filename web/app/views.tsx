import { Outlet, useRoutes, type RouteObject } from 'react-router';

import { adminRoutes } from '../admin/admin-routes';
import { opsRoutes } from '../ops/ops-routes';
import { reviewerRoutes } from '../reviewer/reviewer-routes';
import { salesRoutes } from '../sales/sales-routes';
import { HomePage } from './home-page';
import { NotFoundPage } from './not-found-page';

/** Every address of the dashboards. The views of each role come when they are asked for. */
const routes: RouteObject[] = [
  {
    path: '/',
    element: <Outlet />,
    children: [
      { index: true, element: <HomePage /> },
      ...adminRoutes,
      ...opsRoutes,
      ...reviewerRoutes,
      ...salesRoutes,
      { path: '*', element: <NotFoundPage /> },
    ],
  },
];

export function Views() {
  return useRoutes(routes);
}
