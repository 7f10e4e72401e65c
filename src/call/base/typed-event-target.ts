/** Dispatches an event of the map. */
export type Emit<Events extends object> = <Type extends keyof Events & string>(
  type: Type,
  ...detail: Events[Type] extends void ? [] : [Events[Type]]
) => void;

/** An EventTarget whose events and their details are known to the type checker. */
export class TypedEventTarget<Events extends object> extends EventTarget {
  /** Listens to an event of the map; `options` as for any EventTarget. */
  on<Type extends keyof Events & string>(
    type: Type,
    listener: (detail: Events[Type]) => void,
    options?: AddEventListenerOptions,
  ): void {
    this.addEventListener(
      type,
      (event) => listener((event as CustomEvent<Events[Type]>).detail),
      options,
    );
  }

  /** Dispatches an event of the map. */
  protected emit<Type extends keyof Events & string>(
    type: Type,
    ...[detail]: Events[Type] extends void ? [] : [Events[Type]]
  ): void {
    this.dispatchEvent(new CustomEvent(type, { detail }));
  }
}
