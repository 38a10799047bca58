/** How to reach an account: by a role to assume, by a profile of the shared configuration, or by what the SDK finds. */
export type AccountSettings = {
  name: string
  roleArn?: string | null | undefined
  externalId?: string | null | undefined
  profile?: string | null | undefined
  regions: string[]
}

/** As the environment names it: without regions they are those of LAMBDASCOPE_REGIONS, else the SDK's. */
export type NamedAccount = Omit<AccountSettings, 'regions'> & { regions?: string[] | undefined }
