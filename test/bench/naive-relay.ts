/** The room server of the naive mesh: lists the others for each newcomer, and relays messages to their receiver. */
import { createServer, type IncomingMessage, type Server } from 'node:http';
import { WebSocketServer, type WebSocket } from 'ws';
import { listen } from './site.js';

/** Starts it on a free port of an address. */
export async function startRelay(address?: string): Promise<Server> {
  const rooms = new Map<string, Map<number, WebSocket>>();
  let ids = 0;
  const http = createServer();
  new WebSocketServer({ server: http, perMessageDeflate: false }).on(
    'connection',
    (socket: WebSocket, { url = '' }: IncomingMessage) => {
      const room = rooms.get(url) ?? new Map<number, WebSocket>();
      rooms.set(url, room);
      const from = ++ids;
      socket.send(JSON.stringify({ others: [...room.keys()] }));
      room.set(from, socket);
      socket.on('message', (data) => {
        const message = JSON.parse((data as Buffer).toString()) as { to: number };
        room.get(message.to)?.send(JSON.stringify({ ...message, from }));
      });
      socket.on('close', () => room.delete(from));
    },
  );
  await listen(http, address);
  return http;
}
