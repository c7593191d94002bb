import { defineTexts } from '../../../i18n'
import { en as calibrationEn } from './calibration.en'
import { nl as calibrationNl } from './calibration.nl'
import { en } from './en'
import { nl } from './nl'
import { en as rubricEn } from './rubric.en'
import { nl as rubricNl } from './rubric.nl'

export const { useTexts: useMarkingTexts } = defineTexts(en, nl)
export const { useTexts: useCalibrationTexts } = defineTexts(calibrationEn, calibrationNl)
export const { useTexts: useRubricTexts } = defineTexts(rubricEn, rubricNl)
