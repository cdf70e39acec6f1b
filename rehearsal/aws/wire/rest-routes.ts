import { SimulatorDefect } from './errors.ts';
import type { OperationModel, ServiceModel } from './shape.ts';

/** A request's operation, with what its path says. */
export interface RouteMatch {
  readonly operation: OperationModel;
  /** Values of the path's labels, decoded, by member name. */
  readonly labels: ReadonlyMap<string, string>;
  /** Query parameters that are part of the address rather than input. */
  readonly fixedParameters: ReadonlySet<string>;
}

export type Router = (method: string, url: URL) => RouteMatch | undefined;

interface Route {
  readonly operation: OperationModel;
  readonly method: string;
  readonly segments: readonly string[];
  readonly fixed: ReadonlyMap<string, string>;
}

/** Finds operations by method and path, the more literal path first. */
export function createRouter(model: ServiceModel): Router {
  const routes = [...model.operations.values()]
    .map(toRoute)
    .toSorted((one, other) => literalness(other) - literalness(one));
  return (method, url) => {
    const segments = split(url.pathname);
    for (const { operation, ...route } of routes) {
      if (route.method !== method) continue;
      if ([...route.fixed].some(([name, value]) => url.searchParams.get(name) !== value)) continue;
      const labels = match(route.segments, segments);
      if (labels !== undefined) {
        return { operation, labels, fixedParameters: new Set(route.fixed.keys()) };
      }
    }
    return undefined;
  };
}

function toRoute(operation: OperationModel): Route {
  if (operation.http === undefined) {
    throw new SimulatorDefect(`${operation.name} has no HTTP binding, which restJson1 needs`);
  }
  const [path = '', fixed = ''] = operation.http.path.split('?');
  if (path.includes('+}')) {
    throw new SimulatorDefect(
      `the simulator doesn't know greedy labels, which ${operation.name} has`,
    );
  }
  return {
    operation,
    method: operation.http.method,
    segments: split(path),
    fixed: new Map(new URLSearchParams(fixed)),
  };
}

function literalness({ segments, fixed }: Route): number {
  return fixed.size + segments.filter((segment) => !segment.startsWith('{')).length;
}

/** Some of Lambda's paths end with a slash, and clients drop it. */
function split(path: string): string[] {
  return path.replace(/\/$/, '').split('/');
}

function match(
  route: readonly string[],
  segments: readonly string[],
): ReadonlyMap<string, string> | undefined {
  if (route.length !== segments.length) return undefined;
  const labels = new Map<string, string>();
  for (const [index, part] of route.entries()) {
    const segment = segments[index] ?? '';
    if (part.startsWith('{')) labels.set(part.slice(1, -1), decodeURIComponent(segment));
    else if (part !== segment) return undefined;
  }
  return labels;
}
