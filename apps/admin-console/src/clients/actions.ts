'use server'

import type { AdminClient, AdminClientWithSecret, AdminSignInTest } from '@gatehouse/token-types'
import type { Answered } from '../admin-api/admin-api'
import { attempt } from '../admin-api/attempt'
import * as clients from '../admin-api/clients'
import type { Outcome } from '../admin-api/outcome'

/** Registers a client. */
export const createClient = async (
  fields: object,
  idempotencyKey: string,
): Promise<Outcome<AdminClientWithSecret>> =>
  attempt((api) => clients.createClient(api, fields, idempotencyKey))

/** Changes one version of a client. */
export const saveClient = async (
  clientId: string,
  fields: object,
  etag: string,
): Promise<Outcome<Answered<AdminClient>>> =>
  attempt((api) => clients.changeClient(api, clientId, fields, etag))

/** Switches clients on or off. */
export const switchClients = async (clientIds: readonly string[], on: boolean): Promise<Outcome<void>> =>
  attempt(async (api) => {
    for (const id of clientIds) await clients.switchClient(api, id, on)
  })

/** Removes a client. */
export const removeClient = async (clientId: string): Promise<Outcome<void>> =>
  attempt((api) => clients.removeClient(api, clientId))

/** Adds a secret. */
export const addSecret = async (
  clientId: string,
  fields: object,
  idempotencyKey: string,
): Promise<Outcome<AdminClientWithSecret>> =>
  attempt((api) => clients.addSecret(api, clientId, fields, idempotencyKey))

/** Gives a secret an end, or takes it away. */
export const changeSecret = async (
  clientId: string,
  secretId: string,
  fields: object,
): Promise<Outcome<AdminClient>> => attempt((api) => clients.changeSecret(api, clientId, secretId, fields))

/** Removes a secret. */
export const removeSecret = async (clientId: string, secretId: string): Promise<Outcome<AdminClient>> =>
  attempt((api) => clients.removeSecret(api, clientId, secretId))

/** Says what would become of an authorization request. */
export const testSignIn = async (
  clientId: string,
  request: string,
  user: string | undefined,
): Promise<Outcome<AdminSignInTest>> => attempt((api) => clients.testSignIn(api, clientId, request, user))
