import { Component, h, type FunctionComponent } from "preact";
import { useLayoutEffect, useReducer } from "preact/hooks";

/** A value that components observe. */
export class Store<T> {
  private readonly listeners = new Set<() => void>();

  constructor(private current: T) {}

  get value(): T {
    return this.current;
  }

  set(value: T): void {
    this.current = value;
    this.listeners.forEach(listener => listener());
  }

  update(change: Partial<T>): void {
    this.set({ ...this.current, ...change });
  }

  subscribe(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }
}

/** The value of a store; the component is drawn again after each change. */
export function useStore<T>(store: Store<T>): T {
  const [, redraw] = useReducer((count: number) => count + 1, 0);
  useLayoutEffect(() => store.subscribe(() => redraw(undefined as never)), [store]);
  return store.value;
}

/** A component that is drawn again only when a property has another value. */
export function memo<P extends object>(inner: FunctionComponent<P>): new () => Component<P> {
  return class extends Component<P> {
    override shouldComponentUpdate(next: P): boolean {
      const names = Object.keys(next) as (keyof P)[];
      return names.some(name => next[name] !== this.props[name]);
    }

    override render(properties: P) {
      return h(inner, properties);
    }
  };
}
