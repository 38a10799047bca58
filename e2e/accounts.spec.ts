import { expect, expectAccessible, expectNoSidewaysScroll, test } from '@/e2e/fixtures/test'

const BROKEN = {
  name: 'Branch',
  roleArn: 'arn:aws:iam::735102948617:role/reader',
  externalId: 'forgotten',
  regions: ['eu-west-1'],
}

test.describe('accounts', () => {
  const headers = { authorization: `Bearer ${process.env.LAMBDASCOPE_TEST_TOKEN}` }

  // "Is everything pulled, how far back, how fresh, and what was refused?"
  test('Sync tells of each region and source how far it is read, and what ran last', async ({ page }) => {
    await page.goto('/sync')
    for (const region of ['eu-west-1', 'us-east-1']) {
      const place = page.getByRole('region', { name: `default ${region}` })
      for (const source of ['Inventory', 'Metrics', 'Logs', 'Traces']) {
        await expect(place.getByRole('heading', { name: source })).toBeVisible()
      }
      await expect(place).toContainText(/\$\d.* today · \$\d.* this month/)
    }
    await expect(page.getByRole('region', { name: 'Recent runs' }).getByRole('row').nth(1)).toBeVisible()
  })

  // "The history costs time now: stop it, and go on with it later."
  test('the history of a source can be paused and resumed', async ({ page }) => {
    await page.goto('/sync')
    const pause = page.getByRole('button', { name: /^Pause the history of logs/ })
    await pause.first().click()
    const resume = page.getByRole('button', { name: /^Resume the history of logs/ })
    await expect(resume.first()).toBeVisible()
    await expect(page.getByText('History paused').first()).toBeVisible()
    await page.reload()
    await resume.first().click()
    await expect(pause.first()).toBeVisible()
    await expect(page.getByText('History paused')).toHaveCount(0)
  })

  // "I added an account, and nothing comes: what do I have to do?"
  test('an account whose role does not trust us says what to do, and disturbs no other', async ({ page, request }) => {
    const added = await request.post('/api/accounts', { data: BROKEN, headers })
    expect(added.status()).toBe(200)
    const { id } = await added.json()
    try {
      await page.goto('/sync')
      const branch = page.getByRole('region', { name: 'Account Branch', exact: true })
      await expect(branch).toContainText('Let its trust policy name the credentials of Lambdascope')
      await expect(branch).toContainText('denied')
      await expect(page.getByRole('region', { name: 'Account default', exact: true })).not.toContainText('denied')
      await expectAccessible(page)
      await page.setViewportSize({ width: 390, height: 844 })
      await expectNoSidewaysScroll(page)
      const { accounts } = await (await request.get('/api/health')).json()
      expect(accounts).toContainEqual(expect.objectContaining({ name: 'Branch', state: 'denied' }))
    } finally {
      await request.delete(`/api/accounts/${id}`, { headers })
    }
    await expect(page.getByRole('region', { name: 'Account Branch', exact: true })).toHaveCount(0)
  })
})
