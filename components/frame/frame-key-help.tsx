import { FRAME_KEYS } from '@/components/frame/frame-keys'
import { KeyHelp } from '@/components/ui/key-help'

/** The keys that work everywhere. Fetched when they are first asked for. */
export default function FrameKeyHelp({ onClose }: { onClose(): void }) {
  return <KeyHelp title="Keys" rows={FRAME_KEYS} onClose={onClose} />
}
