import type { Route } from './route';

interface Branch {
  literal: Map<string, Branch>;
  named?: { branch: Branch };
  routes: Map<string, { route: Route; names: string[] }>;
}

const emptyBranch = (): Branch => ({ literal: new Map(), routes: new Map() });

export interface Match {
  route: Route;
  path: Record<string, string>;
}

/**
 * Finds the route of a request. Literal segments take precedence over named ones (`/products/search` over
 * `/products/:id`).
 */
export class Router {
  private readonly root = emptyBranch();

  constructor(routes: Route[]) {
    for (const route of routes) this.add(route);
  }

  private add(route: Route): void {
    const names: string[] = [];
    let branch = this.root;
    for (const part of route.path.split('/').slice(1)) {
      if (part.startsWith(':')) {
        names.push(part.slice(1));
        branch.named ??= { branch: emptyBranch() };
        branch = branch.named.branch;
      } else {
        const next = branch.literal.get(part) ?? emptyBranch();
        branch.literal.set(part, next);
        branch = next;
      }
    }
    if (branch.routes.has(route.method)) throw new Error(`${route.method} ${route.path} is defined twice.`);
    branch.routes.set(route.method, { route, names });
  }

  find(method: string, pathname: string): Match | undefined {
    const parts = pathname.split('/').slice(1);
    const search = (branch: Branch, index: number, values: string[]): Match | undefined => {
      const part = parts[index];
      if (part === undefined) {
        const found = branch.routes.get(method);
        return found && { route: found.route, path: named(found.names, values) };
      }
      const exact = branch.literal.get(part);
      const match = exact && search(exact, index + 1, values);
      if (match) return match;
      return branch.named && part !== '' ? search(branch.named.branch, index + 1, [...values, part]) : undefined;
    };
    return search(this.root, 0, []);
  }
}

const named = (names: string[], values: string[]): Record<string, string> =>
  Object.fromEntries(names.map((name, index) => [name, decodeURIComponent(values[index] ?? '')]));
