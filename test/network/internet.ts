/**
 * A small internet of network namespaces: homes behind routers that translate addresses, and a bridge between
 * them. The process that creates it is on that bridge, in its own namespace, so no packet leaves.
 *
 *   home a (10.1.0.2) -- router a (10.1.0.1 | 198.51.100.101) --+-- this process: 198.51.100.10, relays .20, .21
 *   home n (10.1.0.3) --/                                       |
 *   home a -- cell (10.3.0.2) -- router c (… | 198.51.100.103) -+
 *   home b (10.2.0.2) -- router b (10.2.0.1 | 198.51.100.102) --+
 */
import { execFileSync } from 'node:child_process';

/**
 * How a router translates: `cone` uses one port for all destinations, `full` also lets anyone reply to it, `symmetric`
 * uses a different port for each destination.
 */
export type Nat = 'cone' | 'full' | 'symmetric';
/** What the firewall lets out. */
export type Firewall = 'open' | 'no-udp' | 'tcp-443';
/** `a` and `b` are far from each other; `n` is a neighbour of `a`, on the same network. */
export type Home = 'a' | 'b' | 'n';

export const SERVER = '198.51.100.10';
export const RELAYS = ['198.51.100.20', '198.51.100.21'] as const;
/** Ports of the pages and the room server, allowed where only 443 is open, as if they were on 443. */
const WEB_PORTS = '1024-65535';

const ROUTERS = {
  a: { lan: '10.1.0', outside: '198.51.100.101' },
  b: { lan: '10.2.0', outside: '198.51.100.102' },
  c: { lan: '10.3.0', outside: '198.51.100.103' },
} as const;
type Router = keyof typeof ROUTERS;

const HOMES = {
  a: { router: 'a', host: 2 },
  b: { router: 'b', host: 2 },
  n: { router: 'a', host: 3 },
} as const satisfies Record<Home, { router: Router; host: number }>;

/** Network tools may be outside a regular user's PATH. */
const env = { ...process.env, PATH: `${process.env['PATH']}:/usr/sbin:/sbin` };
const run = (command: string, args: readonly string[], input?: string): string =>
  execFileSync(command, args, { input, env, stdio: ['pipe', 'pipe', 'pipe'] }).toString();

export class Internet {
  readonly #prefix = `vc${process.pid}`;
  readonly #made: string[] = [];
  readonly #narrowed = new Set<Home>();

  constructor() {
    this.#ip('link set lo up');
    this.#ip('link add br0 type bridge');
    for (const address of [SERVER, ...RELAYS]) this.#ip(`addr add ${address}/24 dev br0`);
    this.#ip('link set br0 up');
    // Packets to unknown addresses vanish without an error, as on the real internet. A veth pair that leads nowhere
    // needs no /dev/net/tun, which containers don't have.
    this.#ip('link add void arp off type veth peer name void-end');
    this.#ip('link set void up');
    this.#ip('link set void-end up');
    this.#ip('route add default dev void');
    for (const router of Object.keys(ROUTERS) as Router[]) this.#makeRouter(router);
    for (const home of Object.keys(HOMES) as Home[]) this.#makeHome(home);
    this.#join('a', 'cell', 'c');
  }

  /** The name of a home's namespace, for `ip netns exec`. */
  nameOf(home: Home): string {
    return `${this.#prefix}-${home}`;
  }

  /** Changes how a router translates, and clears its connection table. */
  setNat(router: Router, nat: Nat): void {
    const { lan } = ROUTERS[router];
    const source = nat === 'symmetric' ? 'masquerade random,fully-random' : 'masquerade';
    const target = `iifname "ext" udp dport 1024-65535 dnat to ${lan}.2;`;
    // Unsolicited incoming packets must not create an entry that would change one of our ports.
    this.#in(
      this.#routerName(router),
      'nft',
      ['-f', '-'],
      `flush ruleset
      table ip nat {
        chain before { type nat hook prerouting priority -100; ${nat === 'full' ? target : ''} }
        chain after { type nat hook postrouting priority 100; oifname "ext" ${source}; }
      }
      table ip filter {
        chain in {
          type filter hook input priority 0; policy accept;
          iifname "ext" ct state established,related accept; iifname "ext" drop;
        }
        chain through {
          type filter hook forward priority 0; policy accept;
          jump cut; ct state established,related accept;
          iifname "ext" ct status dnat accept; iifname "ext" drop; jump firewall;
        }
        chain cut { }
        chain firewall { }
      }`,
    );
    this.#forget(router);
  }

  setFirewall(router: Router, firewall: Firewall): void {
    this.#nft(router, 'flush chain ip filter firewall');
    const rules = {
      open: [],
      'no-udp': ['ip protocol udp drop'],
      'tcp-443': [
        'tcp dport 443 accept',
        `ip daddr ${SERVER} tcp dport ${WEB_PORTS} accept`,
        'drop',
      ],
    }[firewall];
    for (const rule of rules) this.#nft(router, `add rule ip filter firewall ${rule}`);
    // Connections that were allowed before must not stay allowed.
    if (rules.length) this.#forget(router);
  }

  /** Drops all packets of a home, without an error to its machines. */
  cut(home: Home): void {
    this.#nft(HOMES[home].router, 'add rule ip filter cut drop');
  }

  /** Drops this percentage of a home's packets, at random. */
  lose(home: Home, percent: number): void {
    const rule = `numgen random mod 100 < ${percent} drop`;
    this.#nft(HOMES[home].router, `add rule ip filter cut ${rule}`);
  }

  /**
   * Limits a home to this many kbit/s in each direction; packets that would queue for longer than `queue` milliseconds
   * are dropped.
   */
  narrow(home: Home, rate: number, queue: number): void {
    this.#narrowed.add(home);
    this.#setQueues(home, 'replace', `tbf rate ${rate}kbit burst 2kb latency ${queue}ms`);
  }

  restore(home: Home): void {
    this.#nft(HOMES[home].router, 'flush chain ip filter cut');
    if (this.#narrowed.delete(home)) this.#setQueues(home, 'del');
  }

  /** Home a moves from its own network to a mobile one, with other local and public addresses. */
  switchToCell(): void {
    this.loseWan();
    this.addCell();
  }

  /** Home a gets a mobile network as well, and keeps using its own. */
  addCell(): void {
    this.#plugIn('a', 'cell', 'c', 200);
  }

  /** Home a loses its own network, and the machine notices. */
  loseWan(): void {
    this.#unplug('a', 'wan');
  }

  /** Home a has its own network only. */
  switchBack(): void {
    this.#unplug('a', 'cell');
    this.#plugIn('a', 'wan', 'a', 100);
  }

  /** A router restarts: its connection table is empty, and every connection gets another port. */
  rebind(router: Router): void {
    this.setNat(router, 'symmetric');
    const name = this.#routerName(router);
    // Once it has a connection again, it continues as before, with the new ports.
    while (!this.#in(name, 'conntrack', ['-L', '-p', 'udp']).includes('udp'));
    this.#nft(router, 'flush chain ip nat after');
    this.#nft(router, 'add rule ip nat after oifname ext masquerade');
  }

  close(): void {
    for (const name of this.#made) run('ip', ['netns', 'del', name]);
    // The next test file creates its own, in the same namespace.
    for (const device of ['br0', 'void']) this.#ip(`link del ${device}`);
  }

  #makeRouter(router: Router): void {
    const name = this.#make(`router-${router}`);
    const outside = `${this.#prefix}${router}`;
    this.#ip(`link add ext netns ${name} type veth peer name ${outside}`);
    this.#ip(`link set ${outside} master br0 up`);
    this.#ip(`-n ${name} addr add ${ROUTERS[router].outside}/24 dev ext`);
    this.#ip(`-n ${name} link set ext up`);
    this.#ip(`-n ${name} route add default dev ext`);
    this.#ip(`-n ${name} link add lan type bridge`);
    this.#ip(`-n ${name} addr add ${ROUTERS[router].lan}.1/24 dev lan`);
    this.#ip(`-n ${name} link set lan up`);
    this.#in(name, 'sh', ['-c', 'echo 1 > /proc/sys/net/ipv4/ip_forward']);
    this.setNat(router, 'cone');
  }

  #makeHome(home: Home): void {
    const { router } = HOMES[home];
    this.#make(home);
    this.#join(home, 'wan', router);
    this.#plugIn(home, 'wan', router, 100);
  }

  /** Connects a home to a router. */
  #join(home: Home, name: string, router: Router): void {
    const there = this.#routerName(router);
    const plug = `to-${home}`;
    this.#ip(
      `link add ${name} netns ${this.nameOf(home)} type veth peer name ${plug} netns ${there}`,
    );
    this.#ip(`-n ${there} link set ${plug} master lan up`);
  }

  /** A home's interface comes up and then gets its address, as with DHCP: browsers notice this. */
  #plugIn(home: Home, name: string, router: Router, metric: number): void {
    const { lan } = ROUTERS[router];
    this.#ipIn(home, `link set ${name} up`);
    this.#ipIn(home, `addr replace ${lan}.${HOMES[home].host}/24 dev ${name}`);
    this.#ipIn(home, `route replace default via ${lan}.1 metric ${metric}`);
  }

  #unplug(home: Home, name: string): void {
    this.#ipIn(home, `addr flush dev ${name}`);
    this.#ipIn(home, `link set ${name} down`);
  }

  #make(name: string): string {
    const full = `${this.#prefix}-${name}`;
    run('ip', ['netns', 'add', full]);
    this.#made.push(full);
    this.#ip(`-n ${full} link set lo up`);
    this.#in(full, 'sh', ['-c', 'echo 1 > /proc/sys/net/ipv6/conf/all/disable_ipv6']);
    return full;
  }

  #routerName(router: Router): string {
    return `${this.#prefix}-router-${router}`;
  }

  #forget(router: Router): void {
    this.#in(this.#routerName(router), 'conntrack', ['-F']);
  }

  /** Sets the queue at both ends of a home's cable. */
  #setQueues(home: Home, action: 'replace' | 'del', discipline = ''): void {
    const set = (name: string, device: string) =>
      this.#in(name, 'tc', `qdisc ${action} dev ${device} root ${discipline}`.trim().split(' '));
    set(this.nameOf(home), 'wan');
    set(this.#routerName(HOMES[home].router), `to-${home}`);
  }

  #nft(router: Router, command: string): void {
    this.#in(this.#routerName(router), 'nft', command.split(' '));
  }

  #ip(command: string): void {
    run('ip', command.split(' '));
  }

  #ipIn(home: Home, command: string): void {
    this.#ip(`-n ${this.nameOf(home)} ${command}`);
  }

  #in(name: string, command: string, args: readonly string[], input?: string): string {
    return run('ip', ['netns', 'exec', name, command, ...args], input);
  }
}
